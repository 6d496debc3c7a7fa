import type { Db } from '../platform/db.ts';
import { codeTable } from './code-tables.ts';
import type { AttachmentCodes } from './wire/initial-filing-xml.ts';

// How provinces call them differs, and so do the numbers: the pushed table decides, these are what it is read by.
const USES = {
  verification_form: [/核验单/, '1'],
  entity_certificate: [/(主办|主体|单位)(?!.*负责人).*证/, '2'],
  entity_leader_id: [/(主体|主办)\S*负责人.*证/, '3'],
  service_leader_id: [/(网站|服务|互联网)\S*负责人.*证/, '4'],
  service_leader_photo: [/照片|相片|拍摄/, '5'],
} as const;

/** The bureau's codes for our pictures, from the tables in force. V3.0 has five uses: what is none of them goes with the form. */
export async function attachmentCodes(db: Db): Promise<AttachmentCodes> {
  const [uses, formats] = [
    await codeTable(db, 'attachment_uses'),
    await codeTable(db, 'attachment_formats'),
  ];
  const code = (use: keyof typeof USES) =>
    uses.find(({ name }) => USES[use][0].test(name))?.id ?? USES[use][1];
  const named = (pattern: RegExp) => uses.find(({ name }) => pattern.test(name))?.id;
  const verification_form = code('verification_form');
  return {
    format: formats.find(({ name }) => /jpe?g/i.test(name))?.id ?? '1',
    uses: {
      verification_form,
      entity_certificate: code('entity_certificate'),
      entity_leader_id: code('entity_leader_id'),
      service_leader_id: code('service_leader_id'),
      service_leader_photo: code('service_leader_photo'),
      commitment_letter: named(/承诺书/) ?? verification_form,
      other: named(/其他|其它/) ?? verification_form,
    },
  };
}

import type { Db } from '../../platform/db.ts';
import { type CodeRow, codeTable } from '../code-tables.ts';
import type { AttachmentUse } from '../kinds/content.ts';

/** The bureau's codes for pictures, from the tables it sends. */
export interface AttachmentCodes {
  format: string;
  /** `owner`: whom pictures of that use must belong to, when the table says so. '' for a use that is none. */
  codeOf(use: AttachmentUse): { code: string; owner: 'entity' | 'service' | undefined };
}

// How provinces call them differs, and so do the numbers: the pushed table decides, these are what it is read by.
// V3.0 has five uses; what is none of them goes with the verification form.
const USES: Record<AttachmentUse, { name: RegExp; usual: string }> = {
  verification_form: { name: /核验单/, usual: '1' },
  entity_certificate: { name: /(主办|主体|单位)(?!.*负责人).*证/, usual: '2' },
  entity_leader_id: { name: /(主体|主办)\S*负责人.*证/, usual: '3' },
  service_leader_id: { name: /(网站|服务|互联网)\S*负责人.*证/, usual: '4' },
  service_leader_photo: { name: /照片|相片|拍摄/, usual: '5' },
  commitment_letter: { name: /承诺书/, usual: '' },
  other: { name: /其他|其它/, usual: '' },
};

/** The bureau's codes for our pictures and whom they must belong to, from the tables in force. */
export async function attachmentCodes(db: Db): Promise<AttachmentCodes> {
  const rows = await codeTable(db, 'attachment_uses');
  const formats = await codeTable(db, 'attachment_formats');
  const find = (use: AttachmentUse) => rows.find(({ name }) => USES[use].name.test(name));
  return {
    format: formats.find(({ name }) => /jpe?g/i.test(name))?.id ?? '1',
    codeOf: (use) => {
      if (!Object.hasOwn(USES, use)) return { code: '', owner: undefined };
      const row = find(use) ?? (USES[use].usual ? undefined : find('verification_form'));
      const code = row?.id ?? (USES[use].usual || USES.verification_form.usual);
      return { code, owner: row ? ownerOf(row, rows) : undefined };
    },
  };
}

/** The specification writes 0 entity, 1 site; its schema forbids the 0, so some tables say 1 and 2. */
function ownerOf({ extra }: CodeRow, rows: CodeRow[]): 'entity' | 'service' | undefined {
  const told = extra?.['owner'];
  if (told === 'entity' || told === 'service') return told;
  const kind = extra?.['owner_kind'];
  const entity = rows.some((row) => row.extra?.['owner_kind'] === '0') ? '0' : '1';
  if (typeof kind !== 'string') return undefined;
  return kind === entity ? 'entity' : 'service';
}

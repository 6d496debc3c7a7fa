import { z } from 'zod';
import { toUint32 } from '../../../src/bureau/wire/ipv4.ts';
import * as f from './fields.ts';

/** What all kinds of records are made of. Pictures are base64; the bureau's own numbers are texts of digits. */
const reachable = {
  office_phone: f.optional(11, 128),
  email: f.text(6, 128),
  msn: f.optional(6, 128),
  qq: f.optional(5, 128),
  id_type: f.optionalCode(1, 999),
  id_number: f.optional(1, 128),
};
export const EntityLeader = z.object({
  ...reachable,
  name: f.optional(1, 128),
  mobile: f.text(11, 128),
});
export const ServiceLeader = z.object({
  ...reachable,
  name: f.text(1, 128),
  mobile: f.text(11, 128),
});
/** Of a record that is only checked: there its mobile may be missing. */
export const CheckedLeader = z.object({
  ...reachable,
  name: f.text(1, 128),
  mobile: f.optional(11, 128),
});

export const entityFields = {
  kind: f.code(1, 999),
  province_code: f.region,
  city_code: f.region,
  county_code: f.optionalCode(100000, 999999),
  name: f.text(1, 255),
  id_type: f.code(1, 999),
  id_number: f.text(1, 255),
  id_address: f.text(1, 1024),
  investor: f.optional(1, 255),
  mailing_address: f.optional(1, 1024),
  remark: f.optional(1, 1024),
  leader: EntityLeader,
};

export const serviceFields = {
  name: f.text(1, 512),
  content_types: f.codes(64),
  prior_approvals: z
    .array(
      z.object({
        type: f.code(1, 64),
        number: f.text(1, 512),
        pictures: z.array(f.picture(100)).min(1, '请上传审批文件').max(10),
      }),
    )
    .max(64)
    .default([]),
  home_url: f.optional(4, 255),
  remark: f.optional(1, 1024),
  leader: ServiceLeader,
};
export const languages = f.codes(256);
export const domain = f.text(4, 128);

export const accessFields = { methods: f.codes(64), locations: f.codes(64) };

const isUpright = ({ first, last }: { first: string; last: string }) =>
  (toUint32(first) ?? 0) <= (toUint32(last) ?? 0);
const UPSIDE_DOWN = '起始 IP 大于终止 IP';

/** Addresses from first to last; `bureau_ip_id` is the bureau's number for them. */
export const Range = z
  .object({ first: f.ip, last: f.ip, bureau_ip_id: f.optionalGivenId })
  .refine(isUpright, UPSIDE_DOWN);
export const NumberedRange = z
  .object({ first: f.ip, last: f.ip, bureau_ip_id: f.givenId })
  .refine(isUpright, UPSIDE_DOWN);
export const ranges = z.array(Range).min(1, '请至少填写一个 IP');

export const ATTACHMENT_USES = [
  'verification_form',
  'entity_certificate',
  'entity_leader_id',
  'service_leader_id',
  'service_leader_photo',
  'commitment_letter',
  'other',
] as const;
export type AttachmentUse = (typeof ATTACHMENT_USES)[number];

/** A picture, what it is for, and a word about it. */
export const pictureFields = {
  use: z.enum(ATTACHMENT_USES),
  jpeg: z.base64('图片须为 base64').min(4),
  remark: f.optional(1, 256),
};

/** V3.0 §3-3-1: 150 KB for a verification form, 100 KB for anything else. */
export function limitPicture(
  { use, jpeg }: { use: AttachmentUse; jpeg: string },
  context: z.core.$RefinementCtx,
): void {
  const kb = use === 'verification_form' ? 150 : 100;
  if (jpeg.length > kb * 1024) {
    context.addIssue({ code: 'custom', path: ['jpeg'], message: `图片太大：管局限 ${kb} KB` });
  }
}

/** A picture of the entity or of one of the record's services. */
export const Attachment = z
  .object({
    ...pictureFields,
    owner: z.literal('entity').or(z.object({ service: z.number().int().min(0) })),
  })
  .superRefine(limitPicture);
export const attachments = z.array(Attachment).default([]);

/** For records whose attachments belong to one of their services: that service must be there. */
export function ownersExist(
  { services, attachments }: { services: unknown[]; attachments: z.output<typeof Attachment>[] },
  context: z.core.$RefinementCtx,
): void {
  attachments.forEach(({ owner }, index) => {
    if (owner === 'entity' || services[owner.service]) return;
    const path = ['attachments', index, 'owner'];
    context.addIssue({ code: 'custom', path, message: '没有这个网站' });
  });
}

/** A filed entity or service by the bureau's number or its ICP number: one of the two is enough. */
export const Filed = z
  .object({ bureau_id: f.optionalGivenId, icp_number: f.optionalIcpNumber })
  .refine(
    ({ bureau_id, icp_number }) => bureau_id !== '' || icp_number !== '',
    '请给出管局的编号或备案号',
  );

export type Person = z.output<typeof CheckedLeader> | z.output<typeof EntityLeader>;
export type AttachmentPart = z.output<typeof Attachment>;
export type RangePart = z.output<typeof Range>;
export type FiledPart = z.output<typeof Filed>;

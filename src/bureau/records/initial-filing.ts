import { z } from 'zod';
import { UserError } from '../../platform/errors.ts';
import { unencodable } from '../wire/gbk.ts';
import { toUint32 } from '../wire/ipv4.ts';

// Lengths and ranges are those of upload.xsd (V3.0): what passes here passes the official schema.
const text = (min: number, max: number) =>
  z
    .string()
    .trim()
    .superRefine((value, context) => {
      const rare = unencodable(value);
      const complain = (message: string) => context.addIssue({ code: 'custom', message });
      if (rare.length > 0)
        complain(`“${rare.slice(0, 5).join('')}”不在管局支持的字符集（GBK）内，请改用其他写法`);
      else if (value.length < min)
        complain(min === 1 ? '管局要求填写此项' : `管局要求至少 ${min} 个字符`);
      else if (value.length > max) complain(`管局最多接受 ${max} 个字符`);
    });
const optional = (min: number, max: number) =>
  z
    .preprocess((value) => (value === undefined ? '' : value), z.string().trim())
    .pipe(z.literal('').or(text(min, max)));
const id = (min: number, max: number) =>
  z
    .string()
    .trim()
    .refine(
      (value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max,
      '请重新选择',
    );
const region = id(100000, 999999);
const ids = (max: number) => z.array(id(1, 64)).min(1, '请至少选择一项').max(max);
const ip = z
  .string()
  .trim()
  .refine((value) => (toUint32(value) ?? 0) >= 1, '请填写 IPv4 地址');
/** A picture as base64 text; the bureau counts its limit in KB on this text. */
const picture = (kb: number) =>
  z
    .base64('图片须为 base64')
    .min(4)
    .max(kb * 1024, `图片太大：管局限 ${kb} KB`);

const person = {
  id_type: optional(1, 3).pipe(z.literal('').or(id(1, 999))),
  id_number: optional(1, 128),
  mobile: text(11, 128),
  office_phone: optional(11, 128),
  email: text(6, 128),
};

const Service = z.object({
  name: text(1, 512),
  content_types: ids(64),
  languages: ids(256),
  prior_approvals: z
    .array(
      z.object({
        type: id(1, 64),
        number: text(1, 512),
        pictures: z.array(picture(100)).min(1, '请上传审批文件').max(10),
      }),
    )
    .max(64)
    .default([]),
  domains: z.array(text(4, 128)).min(1, '请至少填写一个域名'),
  home_url: optional(4, 255),
  remark: optional(1, 1024),
  leader: z.object({ ...person, name: text(1, 128) }),
  access: z.object({
    methods: ids(64),
    locations: ids(64),
    ips: z
      .array(
        z
          .object({ first: ip, last: ip })
          .refine(
            ({ first, last }) => (toUint32(first) ?? 0) <= (toUint32(last) ?? 0),
            '起始 IP 大于终止 IP',
          ),
      )
      .min(1, '请至少填写一个 IP'),
  }),
});

export const ATTACHMENT_USES = [
  'verification_form',
  'entity_certificate',
  'entity_leader_id',
  'service_leader_id',
  'service_leader_photo',
  'commitment_letter',
  'other',
] as const;

const Attachment = z
  .object({
    use: z.enum(ATTACHMENT_USES),
    owner: z.literal('entity').or(z.object({ service: z.number().int().min(0) })),
    jpeg: z.base64('图片须为 base64').min(4),
  })
  .superRefine(({ use, jpeg }, context) => {
    const kb = use === 'verification_form' ? 150 : 100;
    if (jpeg.length > kb * 1024) {
      context.addIssue({ code: 'custom', path: ['jpeg'], message: `图片太大：管局限 ${kb} KB` });
    }
  });

/** A first filing as the bureau takes it; pictures are base64. What else the form holds is passed over. */
export const InitialFilingSchema = z
  .object({
    entity: z.object({
      kind: id(1, 999),
      province_code: region,
      city_code: region,
      county_code: optional(6, 6).pipe(z.literal('').or(region)),
      name: text(1, 255),
      id_type: id(1, 999),
      id_number: text(1, 255),
      id_address: text(1, 1024),
      investor: optional(1, 255),
      mailing_address: optional(1, 1024),
      remark: optional(1, 1024),
      leader: z.object({ ...person, name: optional(1, 128) }),
    }),
    services: z.array(Service).min(1),
    attachments: z.array(Attachment).default([]),
  })
  .superRefine(({ services, attachments }, context) => {
    attachments.forEach(({ owner }, index) => {
      if (owner !== 'entity' && !services[owner.service]) {
        context.addIssue({
          code: 'custom',
          path: ['attachments', index, 'owner'],
          message: '没有这个网站',
        });
      }
    });
  });

export type InitialFiling = z.input<typeof InitialFilingSchema>;
export type WireFiling = z.output<typeof InitialFilingSchema>;

/** Checks a filing against what the bureau's schema takes; a UserError names each field that does not fit. */
export function readInitialFiling(filing: unknown): WireFiling {
  const parsed = InitialFilingSchema.safeParse(filing);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || '_'] ??= issue.message;
  throw new UserError('unprocessable', '备案内容不符合管局的格式，请检查标出的内容', fields);
}

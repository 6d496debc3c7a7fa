import { z } from 'zod';
import { unencodable } from '../../../src/bureau/wire/gbk.ts';
import { toUint32 } from '../../../src/bureau/wire/ipv4.ts';
import { UserError } from '../../../src/platform/errors.ts';

// Lengths and ranges of upload.xsd (V3.0) are given where these are used: what passes here passes the official schema.

/** A text of so many characters, all of which GBK carries. */
export const text = (min: number, max: number) =>
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

/** As `text`; '' or left out: the element is not written. */
export const optional = (min: number, max: number) =>
  z
    .string()
    .trim()
    .default('')
    .pipe(z.literal('').or(text(min, max)));

const isWithin = (min: number, max: number) => (value: string) =>
  /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max;

/** A number of a code table. */
export const code = (min: number, max: number, words = '请重新选择') =>
  z.string().trim().refine(isWithin(min, max), words);
export const optionalCode = (min: number, max: number) =>
  z
    .string()
    .trim()
    .default('')
    .pipe(z.literal('').or(code(min, max)));
export const region = code(100000, 999999);
export const codes = (max: number) => z.array(code(1, 64)).min(1, '请至少选择一项').max(max);

const GIVEN = /^[1-9]\d{0,17}$/;
/** A number that the bureau gave to a part when it published it. */
export const givenId = z.string().trim().regex(GIVEN, '缺少管局的编号');
export const optionalGivenId = z.string().trim().default('').pipe(z.literal('').or(givenId));

export const icpNumber = text(1, 128);
export const optionalIcpNumber = optional(1, 128);

/** 2026-01-31. */
export const day = z.iso.date('请填写日期，例如 2026-01-31');

/** A dotted IPv4 address. */
export const ip = z
  .string()
  .trim()
  .refine((value) => (toUint32(value) ?? 0) >= 1, '请填写 IPv4 地址');

/** A picture as base64 text; the bureau counts its limit in KB on this text. */
export const picture = (kb: number) =>
  z
    .base64('图片须为 base64')
    .min(4)
    .max(kb * 1024, `图片太大：管局限 ${kb} KB`);

/** The password of a filing, abolished in 2020; '' when there is none. Goes over the wire as its MD5 only. */
export const filingPassword = optional(1, 128);

/** Checks content against what the bureau's schema takes; a UserError names each field that does not fit. */
export function readFields<S extends z.ZodType>(schema: S, content: unknown): z.output<S> {
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || '_'] ??= issue.message;
  throw new UserError('unprocessable', '备案内容不符合管局的格式，请检查标出的内容', fields);
}

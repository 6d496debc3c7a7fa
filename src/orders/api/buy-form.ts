import { createHash } from 'node:crypto';
import { z } from 'zod';
import { identifierIn } from '../../accounts/index.ts';
import { UserError } from '../../platform/errors.ts';
import { read } from '../../platform/web.ts';

const words = (most: number, label: string) =>
  z.string(`${label}须为文字`).trim().max(most, `${label}太长了`);

/** What a program sends. Prices are none of it: `max_total_cents` only says from where on it does not want. */
const Form = z.strictObject(
  {
    variant_no: words(40, '规格编号').min(1, '请写明规格编号'),
    quantity: z.int('须为整数').min(1, '至少 1 件').max(1_000_000, '太多了').default(1),
    coupon: words(40, '优惠码').nullish(),
    gateway: words(20, '支付方式').min(1, '请写明支付方式').default('balance'),
    method: words(20, '支付方法').default(''),
    contact: words(128, '联系方式').nullish(),
    form: z.record(z.string().max(40), z.string().max(1000)).nullish(),
    max_total_cents: z.int('须为整数，单位为分').min(0).nullish(),
  },
  {
    error:
      '只能有 variant_no、quantity、coupon、gateway、method、contact、form、max_total_cents；价格由系统计算',
  },
);
export type BuyForm = z.output<typeof Form>;

/** Throws UserError unprocessable that names each wrong field. */
export function readBuyForm(body: unknown): BuyForm {
  const form = read(Form, body);
  if (!form.contact) return form;
  const contact = identifierIn(form.contact)?.value;
  if (contact) return { ...form, contact };
  const message = '须为邮箱或手机号';
  throw new UserError('unprocessable', '请检查标出的内容', { contact: message });
}

const KEY = /^[\x20-\x7e]{8,128}$/;

/** Who asks under which key, and for what: the same request makes one order. Throws UserError invalid without a key. */
export function requestOf(user_id: number, key: string | undefined, form: BuyForm) {
  if (key === undefined || !KEY.test(key))
    throw new UserError('invalid', '请在 Idempotency-Key 中给出 8 到 128 个可见字符，每份订单一个');
  return { key: digest(`${user_id}\n${key}`), digest: digest(JSON.stringify(contentOf(form))) };
}

/** In one order, however it was sent. */
function contentOf({ form, ...rest }: BuyForm) {
  const answers = Object.entries(form ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)), answers];
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 16);

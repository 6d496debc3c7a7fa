import { z } from 'zod';
import { reasonGiven } from '../../../platform/fields.ts';
import { centsOf } from '../../../platform/money.ts';

const tick = z
  .literal('true')
  .optional()
  .transform((sent) => sent === 'true');

export const Confirmation = z.object({
  reason: reasonGiven('请写明凭什么确认到账，例如银行流水'),
  trade_no: z.string().trim().max(80, '太长了').default(''),
});

export const Refund = z.object({
  amount: z.string({ error: '请填写金额' }).transform((text, context) => {
    const cents = centsOf(text);
    if (cents !== undefined && cents > 0) return cents;
    context.addIssue({ code: 'custom', message: '请填写金额，例如 9.90' });
    return z.NEVER;
  }),
  way: z.enum(['gateway', 'balance', 'by_hand'], { error: '请选择退到哪里' }),
  reason: reasonGiven('请写明退款原因，买家会看到'),
  takes_back: tick,
  /** What had been refunded when the page was drawn, in cents. */
  seen: z.coerce.number().int().min(0),
});

export const Replacement = z.object({
  reason: reasonGiven('请写明更换原因，例如卡密无效'),
  beyond_warranty: tick,
});

/** One text per piece; what is empty is left out. */
export const Delivery = z.object({
  contents: z
    .preprocess((sent) => [sent ?? []].flat(), z.array(z.string().max(5000, '每件最多 5000 字')))
    .transform((texts) => texts.map((text) => text.trim()).filter((text) => text !== ''))
    .refine((texts) => texts.length > 0, '请填写要交付的内容')
    .refine((texts) => texts.length <= 1000, '一次最多 1000 件'),
});

export const Note = z.object({ note: reasonGiven('请写备注') });

import { z } from 'zod';
import { centsOf, yuan } from '../../platform/money.ts';
import {
  money,
  moneyOrNone,
  moneyTyped,
  needed,
  type Typed,
  tick,
  whole,
  wholeOrNone,
} from '../form-fields.ts';
import { StepPrices } from '../quote.ts';
import { type Delivery, isByCard, type VariantRow } from '../tables.ts';

const MOST_STEPS = 10;

/** One step a line, '10: 9.00': from so many pieces on, this price each. */
const steps = z
  .string()
  .default('')
  .transform((typed, context) => {
    const lines = typed
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const read = lines.map((line) => {
      const [, from = '', price = ''] = /^(\d{1,6})\s*[:：,，\s]\s*([\d.]+)$/.exec(line) ?? [];
      const price_cents = centsOf(price);
      return Number(from) >= 2 && price_cents !== undefined
        ? { from: Number(from), price_cents }
        : null;
    });
    const wrong = read.indexOf(null);
    const good = read.flatMap((step) => step ?? []).sort((a, b) => a.from - b.from);
    const isDouble = new Set(good.map(({ from }) => from)).size < good.length;
    const message =
      wrong >= 0
        ? `第 ${wrong + 1} 行看不懂，请写成“10: 9.00”，数量从 2 起`
        : isDouble
          ? '有两行的数量相同'
          : good.length > MOST_STEPS
            ? `最多 ${MOST_STEPS} 档`
            : '';
    if (message) context.addIssue({ code: 'custom', message });
    return good;
  });

export const VariantForm = z
  .object({
    name: needed(60, '请填写规格名称，如“月卡”'),
    price: money,
    member_price: moneyOrNone,
    cost: moneyOrNone,
    steps,
    warn_at: wholeOrNone(0, 1_000_000),
    position: whole(-9999, 9999, 0),
    is_on: tick,
    allotted: whole(0, 100_000_000, 0),
    is_endless: tick,
  })
  .refine(({ member_price, price }) => member_price === null || member_price <= price, {
    path: ['member_price'],
    message: '会员价不能高于售价',
  })
  .refine(({ steps: all, price }) => all.every((step) => step.price_cents <= price), {
    path: ['steps'],
    message: '阶梯价不能高于售价',
  });
export type VariantTyped = z.output<typeof VariantForm>;

/** The columns that do not count; `allotted` and `stock` are moved by what changed (save-variant.ts). */
export function variantColumns(form: VariantTyped, delivery: Delivery): Partial<VariantRow> {
  return {
    ...{ name: form.name, price_cents: form.price, member_price_cents: form.member_price },
    cost_cents: form.cost,
    steps_json: form.steps.length > 0 ? JSON.stringify(form.steps) : null,
    ...{ warn_at: form.warn_at, position: form.position, is_on: form.is_on },
    is_endless: !isByCard(delivery) && form.is_endless,
  };
}

export function typedVariant(variant: VariantRow): Typed {
  const all = variant.steps_json ? StepPrices.parse(JSON.parse(variant.steps_json)) : [];
  return {
    ...{ name: variant.name, price: moneyTyped(variant.price_cents) },
    member_price: moneyTyped(variant.member_price_cents),
    cost: moneyTyped(variant.cost_cents),
    steps: all.map(({ from, price_cents }) => `${from}: ${yuan(price_cents)}`).join('\n'),
    warn_at: variant.warn_at === null ? '' : String(variant.warn_at),
    position: String(variant.position),
    is_on: variant.is_on ? 'yes' : '',
    allotted: String(variant.allotted),
    is_endless: variant.is_endless ? 'yes' : '',
  };
}

export const NEW_VARIANT: Typed = {
  ...{ name: '', price: '', member_price: '', cost: '', steps: '', warn_at: '', position: '0' },
  ...{ is_on: 'yes', allotted: '0', is_endless: '' },
};

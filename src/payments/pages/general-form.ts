import type { z } from 'zod';
import { centsOf, yuan } from '../../platform/money.ts';
import type { paymentsSetting } from '../settings.ts';

type Stored = z.output<typeof paymentsSetting.schema>;

/** What holds for all gateways, as it stands on the form: amounts in yuan. */
export interface General {
  callback_base: string;
  may_top_up: boolean;
  top_up_least_cents: string;
  top_up_most_cents: string;
}

export function inYuan(stored: Stored): General {
  const { top_up_least_cents: least, top_up_most_cents: most } = stored;
  return { ...stored, top_up_least_cents: yuan(least), top_up_most_cents: yuan(most) };
}

export function generalTyped(body: Record<string, unknown>): General {
  const text = (name: string) => String(body[name] ?? '').trim();
  return {
    callback_base: text('callback_base'),
    may_top_up: body['may_top_up'] !== undefined,
    top_up_least_cents: text('top_up_least_cents'),
    top_up_most_cents: text('top_up_most_cents'),
  };
}

/** What is no amount becomes 0, which the setting refuses. */
export function inCents(typed: General): Stored {
  return {
    ...typed,
    top_up_least_cents: centsOf(typed.top_up_least_cents) ?? 0,
    top_up_most_cents: centsOf(typed.top_up_most_cents) ?? 0,
  };
}

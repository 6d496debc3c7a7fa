import type { Db } from '../../platform/db.ts';
import { centsOf } from '../../platform/money.ts';
import { readSetting } from '../../platform/settings.ts';
import { balanceOf } from '../balance/balance.ts';
import { openGateways, type Ready } from '../gateways/set-up.ts';
import { paymentsSetting } from '../settings.ts';

export interface WayToPay {
  gateway: string;
  /** A way of the gateway's own, or ''. */
  method: string;
  label: string;
  hint: string | null;
  /** Of the balance: what the person has. */
  balance_cents?: number;
}

/** How this amount may be paid, in the operator's order; `user_id` null: without balance. */
export async function waysToPay(
  db: Db,
  wanted: { amount_cents: number; user_id: number | null; is_top_up?: boolean },
): Promise<WayToPay[]> {
  const open = (await openGateways()).filter((ready) => takes(ready, wanted.amount_cents));
  const ways: WayToPay[] = [];
  for (const ready of open) {
    if (ready.gateway.name !== 'balance') ways.push(...waysOf(ready));
    else if (wanted.user_id !== null && !wanted.is_top_up) {
      const balance_cents = await balanceOf(db, wanted.user_id);
      ways.push(...waysOf(ready).map((way) => ({ ...way, balance_cents })));
    }
  }
  return ways;
}

export function takes({ common }: Ready, amount_cents: number): boolean {
  const least = centsOf(common.least) ?? 1;
  const most = centsOf(common.most) ?? Number.POSITIVE_INFINITY;
  return amount_cents >= least && amount_cents <= most;
}

/** The ways of one gateway; a gateway with a single one goes by the operator's own name for it. */
export function waysOf({ gateway, common }: Ready): WayToPay[] {
  const own = gateway.methods.filter(({ value }) => common.methods.includes(value));
  const name = common.label || gateway.label;
  if (gateway.methods.length === 0)
    return [{ gateway: gateway.name, method: '', label: name, hint: null }];
  return own.map(({ value, label, hint }) => ({
    gateway: gateway.name,
    method: value,
    label: common.label && own.length === 1 ? common.label : label,
    hint: common.label && own.length > 1 ? common.label : (hint ?? null),
  }));
}

export async function mayTopUp(): Promise<boolean> {
  return (await readSetting(paymentsSetting)).may_top_up;
}

import { gatewayTitle } from '../../../payments/index.ts';
import type { Db } from '../../../platform/db.ts';
import { readSetting } from '../../../platform/settings.ts';
import { sumsByKey } from '../sums/read-sums.ts';
import type { Sums } from '../sums/tables.ts';
import { feeOf, feesSetting } from './settings.ts';

export interface SettledWay extends Sums {
  gateway: string;
  title: string;
  /** What the gateway kept; null when its rate is not known. */
  fee_cents: number | null;
  /** What is left of the money: received, less given back, less the fee. */
  net_cents: number;
}

export interface SettledProduct extends Sums {
  name: string;
  profit_cents: number;
}

/** '2026-11' or undefined: a month of a settlement sheet. */
export const monthIn = (text: unknown): string | undefined =>
  typeof text === 'string' && /^20\d{2}-(0[1-9]|1[0-2])$/.test(text) ? text : undefined;

/** What a month brought, by way of payment and by product. Refunds stand in the month in which they were done. */
export async function settlementOf(db: Db, month: string) {
  const span = { from: `${month}-01`, to: `${month}-31` };
  const fees = await readSetting(feesSetting);
  const byWay = [...(await sumsByKey(db, span, 'gateway'))].filter(([gateway]) => gateway !== '');
  const ways = byWay.map(([gateway, sums]): SettledWay => {
    const fee_cents = feeOf(fees, gateway, sums.revenue_cents);
    const net_cents = sums.revenue_cents - sums.refunded_cents - (fee_cents ?? 0);
    return { ...sums, gateway, title: gatewayTitle(gateway), fee_cents, net_cents };
  });
  const products = await productsOf(db, await sumsByKey(db, span, 'product_id'));
  const total = (of: (way: SettledWay) => number) => ways.reduce((sum, way) => sum + of(way), 0);
  const net_cents = total((way) => way.net_cents);
  const cost_cents = total((way) => way.cost_cents);
  return {
    month,
    ways,
    products,
    total: {
      paid: total((way) => way.paid),
      refunds: total((way) => way.refunds),
      revenue_cents: total((way) => way.revenue_cents),
      refunded_cents: total((way) => way.refunded_cents),
      fee_cents: total((way) => way.fee_cents ?? 0),
      fees_known: ways.every((way) => way.fee_cents !== null || way.paid === 0),
      net_cents,
      cost_cents,
      uncosted: total((way) => way.uncosted),
      profit_cents: net_cents - cost_cents,
    },
  };
}
export type Settlement = Awaited<ReturnType<typeof settlementOf>>;

async function productsOf(db: Db, sums: Map<string, Sums>): Promise<SettledProduct[]> {
  const names = await productNames(db, [...sums.keys()]);
  return [...sums]
    .filter(([, one]) => one.paid > 0 || one.refunds > 0)
    .map(([id, one]) => ({
      ...one,
      name: names.get(id) ?? '（已删除）',
      profit_cents: one.revenue_cents - one.refunded_cents - one.cost_cents,
    }))
    .sort((a, b) => b.revenue_cents - a.revenue_cents);
}

/** Names of products by id, as text. */
export async function productNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db('products')
    .whereIn('id', ids.filter(Boolean).map(Number))
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [String(id), name]));
}

import './tables.ts';
import type { EventName } from '../../notify/index.ts';
import { fromNow, MINUTE, SECOND } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';
import { tellOperators } from './tell-operators.ts';

const NOT_SOONER = 10 * MINUTE;
/** What is younger may not be committed yet: it comes next time. */
const SETTLED = 5 * SECOND;
const MOST_NAMED = 5;

interface Alert {
  event: EventName;
  link: string;
  /** What has come in between, in words; null when nothing has. */
  between(db: Db, time: [after: Date, until: Date]): Promise<Record<string, string> | null>;
}

/** What those who run the shop must know of, each kind by itself. */
const ALERTS: Record<string, Alert> = {
  waiting: {
    event: 'shop.waiting',
    link: '/shop-orders?status=waiting',
    between: async (db, [after, until]) => {
      const fresh = db('orders')
        .where({ status: 'waiting' })
        .where('delivery_due_at', '>', after)
        .where('delivery_due_at', '<=', until);
      return goodsIn(db, fresh.select('id'), (count) => `缺 ${count} 件`);
    },
  },
  to_deliver: {
    event: 'shop.to_deliver',
    link: '/shop-orders?status=paid',
    between: async (db, [after, until]) => {
      const fresh = db('orders')
        .where({ status: 'paid', delivery: 'manual' })
        .where('paid_at', '>', after)
        .where('paid_at', '<=', until);
      return goodsIn(db, fresh.select('id'), (count) => `${count} 件`);
    },
  },
  surplus: { event: 'shop.surplus', link: '/payments', between: surplusBetween },
};

/** Tells operators what has come since they were last told, at most once in ten minutes of each kind. */
export async function tellAlerts(): Promise<void> {
  for (const [kind, alert] of Object.entries(ALERTS)) await tellAlert(kind, alert);
}

async function tellAlert(kind: string, { event, link, between }: Alert): Promise<void> {
  await inTransaction(async (trx, after) => {
    // A shop that begins is told of what is there; the row is locked, so that two processes do not both tell.
    await trx('shop_alerts')
      .insert({ kind, told_at: new Date(0), up_to: new Date(0) })
      .onConflict('kind')
      .ignore();
    const row = await trx('shop_alerts').where({ kind }).forUpdate().first();
    if (!row || row.told_at > fromNow(-NOT_SOONER)) return;
    const up_to = fromNow(-SETTLED);
    const values = await between(trx, [row.up_to, up_to]);
    if (!values) return;
    await trx('shop_alerts')
      .where({ kind })
      .update({ told_at: fromNow(0), up_to });
    await tellOperators(trx, after, event, values, link);
  });
}

interface Lacking {
  product: string;
  variant: string;
  orders: number;
  quantity: string;
}

/** "3 个订单：“影音会员”（月卡）缺 5 件 …", the most wanted first. */
async function goodsIn(
  db: Db,
  ids: ReturnType<Db['select']>,
  say: (quantity: number) => string,
): Promise<Record<string, string> | null> {
  const rows = await db('orders')
    .join('products', 'products.id', 'orders.product_id')
    .join('variants', 'variants.id', 'orders.variant_id')
    .whereIn('orders.id', ids)
    .groupBy('orders.variant_id', 'products.name', 'variants.name')
    .orderBy('quantity', 'desc')
    .select<Lacking[]>(
      'products.name as product',
      'variants.name as variant',
      db.raw('count(*) as orders'),
      db.raw('sum(orders.quantity) as quantity'),
    );
  if (rows.length === 0) return null;
  const count = rows.reduce((sum, { orders }) => sum + Number(orders), 0);
  const named = rows.slice(0, MOST_NAMED);
  const goods = named.map(
    ({ product, variant, quantity }) => `“${product}”（${variant}）${say(Number(quantity))}`,
  );
  const others = rows.length > MOST_NAMED ? `，另有 ${rows.length - MOST_NAMED} 个规格` : '';
  return { count: String(count), goods: `${goods.join('、')}${others}` };
}

async function surplusBetween(
  db: Db,
  [after, until]: [Date, Date],
): Promise<Record<string, string> | null> {
  const rows = await db('order_events')
    .where({ event: 'surplus' })
    .where('at', '>', after)
    .where('at', '<=', until)
    .orderBy('at')
    .select('detail');
  if (rows.length === 0) return null;
  const numbers = rows.map(({ detail }) => detail.split(' ')[0] ?? '');
  const paid = await db('payments').whereIn('payment_no', numbers).select('amount_cents');
  const sum = paid.reduce((total, { amount_cents }) => total + amount_cents, 0);
  const named = numbers.slice(0, MOST_NAMED).join('、');
  const others = numbers.length > MOST_NAMED ? ' 等' : '';
  return {
    count: String(numbers.length),
    payments: `支付单 ${named}${others}，共 ${yuanShown(sum)}`,
  };
}

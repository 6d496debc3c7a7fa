import type { Db } from '../../src/platform/db.ts';

/** A payment of this person, and what the route wants of it: a refund, a day that was compared. */
export async function moneyThings(
  db: Db,
  pattern: string,
  user_id: number,
): Promise<Record<string, string>> {
  if (!/:(payment_no|refund_no|reconciliation_no)/.test(pattern)) return {};
  const { publicNo } = await import('../../src/platform/ids.ts');
  const at = new Date();
  const payment_no = publicNo('ZF');
  const isOpen = pattern.includes('confirmation');
  const [payment_id] = await db('payments').insert({
    ...{ payment_no, purpose: 'top_up', subject_id: user_id, gateway: 'manual', title: '充值' },
    ...{ amount_cents: 990, status: isOpen ? 'started' : 'paid', created_at: at, expires_at: at },
  });
  const refund_no = publicNo('TK');
  const isByHand = pattern.includes('completion');
  await db('refunds').insert({
    ...{ refund_no, payment_id: Number(payment_id), amount_cents: 100, reason: '坏卡' },
    way: isByHand ? 'by_hand' : 'gateway',
    ...{ state: isByHand ? 'wanted' : 'failed', created_at: at },
  });
  const reconciliation_no = publicNo('DZ');
  await db('reconciliations').insert({
    ...{ reconciliation_no, gateway: 'alipay', day: '2026-11-22', source: 'asked', state: 'done' },
    created_at: at,
  });
  return { payment_no, refund_no, reconciliation_no };
}

import { db, inTransaction } from '../../platform/db.ts';
import { yuanShown } from '../../platform/money.ts';
import { alarm } from '../alarm.ts';
import type { Verdict } from '../gateways/gateway.ts';
import type { PaymentRow } from '../tables.ts';

/** Money that moved and that no rule may settle: a person must look. What a stranger can write is none of it. */
const PROBLEMS: Partial<Record<Verdict, string>> = {
  wrong_amount: '网关说的金额与应付金额不同，没有入账。请在网关后台核对后，退款或人工确认。',
  other_currency: '网关说的币种不是人民币，没有入账。请在网关后台核对。',
  paid_again: '同一笔支付出现了第二个网关单号，买家可能付了两次。请在网关后台核对，多付的请退款。',
};

/** Tells operators of it, once for each payment. */
export async function tellOnce(
  payment: Pick<PaymentRow, 'id' | 'payment_no' | 'amount_cents'>,
  verdict: Verdict,
): Promise<void> {
  const problem = PROBLEMS[verdict];
  if (!problem) return;
  const same = { payment_id: payment.id, verdict };
  const known = await db('payment_events').where(same).limit(2).select('id');
  if (known.length > 1) return;
  await inTransaction((trx, after) =>
    alarm(trx, after, {
      what: `支付 ${payment.payment_no}（${yuanShown(payment.amount_cents)}）`,
      problem,
      link: `/payments/${payment.payment_no}`,
    }),
  );
}

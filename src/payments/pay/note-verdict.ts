import { type Db, db, inTransaction } from '../../platform/db.ts';
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

/**
 * Writes down what was made of an event of this payment (none: nobody knows whose it is) by `write`; of a problem
 * operators are told in the same transaction, once for each payment and kind.
 */
export async function noteVerdict(
  payment: Pick<PaymentRow, 'id' | 'payment_no' | 'amount_cents'> | undefined,
  verdict: Verdict,
  write: (db: Db) => Promise<unknown>,
): Promise<void> {
  const problem = PROBLEMS[verdict];
  if (!payment || !problem) return void (await write(db));
  const { id, payment_no, amount_cents } = payment;
  await inTransaction(async (trx, after) => {
    // Locked, so that of several at once one is the first.
    await trx('payments').where({ id }).forUpdate().first('id');
    await write(trx);
    const same = await trx('payment_events')
      .where({ payment_id: id, verdict })
      .limit(2)
      .select('id');
    if (same.length > 1) return;
    await alarm(trx, after, {
      what: `支付 ${payment_no}（${yuanShown(amount_cents)}）`,
      problem,
      link: `/payments/${payment_no}`,
    });
  });
}

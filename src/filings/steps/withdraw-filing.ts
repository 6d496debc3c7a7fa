import { db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { filingFor } from '../queries.ts';
import { giveBackCode } from '../service-codes/index.ts';
import { tellCustomer } from '../tell.ts';
import type { Customer } from './create-filing.ts';
import { advance } from './status.ts';

/** Takes a filing back for good, as long as the bureau does not have it: its entity and domains are free again. */
export async function withdrawFiling(customer: Customer, filing_no: string): Promise<void> {
  const row = must(await filingFor(db, customer.id, filing_no), '备案');
  await inTransaction(async (trx, after) => {
    await advance(trx, row, {
      to: 'withdrawn',
      event: 'withdrawn',
      actor: customer.actor,
      patch: { reviewer_id: null, review_claimed_at: null, held_reason: null, next_try_at: null },
    });
    await giveBackCode(trx, customer.actor, row);
    if (row.status !== 'draft') await tellCustomer(trx, after, row, 'filing.withdrawn');
  });
}

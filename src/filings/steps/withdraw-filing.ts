import type { Actor } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { filingFor, filingNumbered } from '../queries.ts';
import { giveBackCode } from '../service-codes/index.ts';
import { tellCustomer } from '../tell.ts';
import type { Customer } from './create-filing.ts';
import { advance } from './status.ts';

/**
 * Closes somebody's request for good, with a reason that he is told: one that nobody goes on with, or that was made in
 * another's name, must not hold an entity and its domains for ever. As long as the bureau does not have it.
 */
export async function closeFiling(actor: Actor, filing_no: string, reason: string): Promise<void> {
  const row = must(await filingNumbered(db, filing_no), '备案');
  if (row.status === 'draft') throw new UserError('not_found', '没有找到这份备案');
  await inTransaction(async (trx, after) => {
    await advance(trx, row, {
      to: 'withdrawn',
      event: 'closed',
      actor,
      words: reason,
      patch: IDLE,
    });
    await giveBackCode(trx, actor, row);
    await tellCustomer(trx, after, row, 'filing.closed', { reason });
  });
}

const IDLE = { reviewer_id: null, review_claimed_at: null, held_reason: null, next_try_at: null };

/** Takes a filing back for good, as long as the bureau does not have it: its entity and domains are free again. */
export async function withdrawFiling(customer: Customer, filing_no: string): Promise<void> {
  const row = must(await filingFor(db, customer.id, filing_no), '备案');
  await inTransaction(async (trx, after) => {
    await advance(trx, row, {
      to: 'withdrawn',
      event: 'withdrawn',
      actor: customer.actor,
      patch: IDLE,
    });
    await giveBackCode(trx, customer.actor, row);
    if (row.status !== 'draft') await tellCustomer(trx, after, row, 'filing.withdrawn');
  });
}

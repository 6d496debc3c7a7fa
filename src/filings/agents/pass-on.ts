import { usersWith } from '../../accounts/index.ts';
import { type Actor, SYSTEM } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { reviewPromise } from '../pace/pace.ts';
import { advance } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { type After, tellAgent, tellReviewers } from '../tell.ts';
import { agentsSetting } from './settings.ts';

/** A filing leaves its agent for our review; from here on our own promise counts. What was asked before stays on it. */
export async function passOn(
  trx: Db,
  after: After,
  row: FilingRow,
  { actor, event }: { actor: Actor; event: 'agent_passed' | 'agent_passed_over' },
): Promise<void> {
  const { due } = await reviewPromise();
  await advance(trx, row, {
    ...{ to: 'provider_review', event, actor, expected_at: due },
    patch: {
      ...{ review_due_at: due, agent_due_at: null },
      ...{ reviewer_id: null, review_claimed_at: null },
    },
  });
  await tellReviewers(trx, after, row);
}

/**
 * Takes on what an agent has left lying beyond his time, and what nobody is there for any more: the agent disabled or
 * no agent, the customer no longer his, agents switched off. Found from the rows alone.
 */
export async function sweepAgents(): Promise<void> {
  const { is_on } = await readSetting(agentsSetting);
  const active = is_on ? await usersWith(db, 'filing.agent') : [];
  const rows = await db('filings')
    .leftJoin('agent_customers', 'agent_customers.customer_id', 'filings.customer_id')
    .where({ status: 'agent_review' })
    .where((late) =>
      late
        .where('agent_due_at', '<=', now())
        .orWhereNull('agent_id')
        .orWhereNotIn('agent_id', active),
    )
    .orderBy('filings.id')
    .limit(50)
    .select('filings.*', 'agent_customers.agent_id');
  for (const row of rows) await passOver(row, active.includes(row.agent_id));
}

type Left = FilingRow & { agent_id: number };

async function passOver({ agent_id, ...row }: Left, is_active: boolean): Promise<void> {
  try {
    await inTransaction(async (trx, after) => {
      await passOn(trx, after, row, { actor: SYSTEM, event: 'agent_passed_over' });
      if (is_active) await tellAgent(trx, after, row, agent_id, 'agent.passed_over');
    });
  } catch (error) {
    // Decided or withdrawn at this moment: then nothing is left to do.
    if (!(error instanceof UserError) || error.code !== 'conflict') throw error;
  }
}

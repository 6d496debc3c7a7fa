import './tables.ts';
import type { Db } from '../../platform/db.ts';
import { filingNumbered } from '../queries.ts';
import type { FilingRow } from '../tables.ts';

/** Who decides here: an agent on his customers' filings, or we on all. */
export type Line = 'agent_review' | 'provider_review';

interface Reader {
  id: number;
  line?: Line;
}

/** The filing as far as this person may know of it: to an agent, of a customer of his; nobody's draft to him. */
export async function filingBefore(
  db: Db,
  { id, line }: Reader,
  filing_no: string,
): Promise<FilingRow | undefined> {
  if (line !== 'agent_review') return filingNumbered(db, filing_no);
  return ofAgent(db, id).where({ filing_no }).first('filings.*');
}

/** What waits for an agent, the longest waiting first. */
export async function waitingForAgent(db: Db, agent_id: number, limit = 100): Promise<FilingRow[]> {
  return ofAgent(db, agent_id)
    .where({ status: 'agent_review' })
    .orderBy('submitted_at')
    .orderBy('filings.id')
    .limit(limit)
    .select('filings.*');
}

/** All that his customers have handed in, the newest first; `before` is an id. */
export async function filingsOfAgent(
  db: Db,
  agent_id: number,
  before: number | undefined,
  limit: number,
): Promise<FilingRow[]> {
  // First the numbers alone: rows are wide, and all of his customers' are put in order.
  const ids: { id: number }[] = await ofAgent(db, agent_id)
    .modify((query) => {
      if (before !== undefined) query.where('filings.id', '<', before);
    })
    .orderBy('filings.id', 'desc')
    .limit(limit)
    .select('filings.id');
  return db('filings')
    .whereIn(
      'id',
      ids.map(({ id }) => id),
    )
    .orderBy('id', 'desc');
}

/** Whether somebody is a customer of this agent's. */
export async function isAgentOf(db: Db, agent_id: number, customer_id: number): Promise<boolean> {
  return (await db('agent_customers').where({ agent_id, customer_id }).first('id')) !== undefined;
}

function ofAgent(db: Db, agent_id: number) {
  return db('filings')
    .join('agent_customers', 'agent_customers.customer_id', 'filings.customer_id')
    .where({ agent_id })
    .whereNot({ status: 'draft' });
}

import type { BureauResult } from '../../../bureau/index.ts';
import type { Db } from '../../../platform/db.ts';
import type { FilingRow } from '../../tables.ts';
import { BUREAU } from '../bureau-steps.ts';
import { noteEvent } from '../status.ts';

type Held = Extract<BureauResult, { kind: 'held' }>;

/** Why the bureau was not asked yet, on the filing; the timeline tells each reason once. */
export async function takeHold(trx: Db, row: FilingRow, { reason, until }: Held): Promise<void> {
  if (row.status !== 'reporting') return;
  const held_until = until && !Number.isNaN(Date.parse(until)) ? new Date(until) : null;
  const held_reason = reason.slice(0, 300);
  await trx('filings').where({ id: row.id }).update({ held_reason, held_until });
  if (held_reason === row.held_reason) return;
  await noteEvent(trx, row.id, {
    event: 'held',
    status: row.status,
    actor: BUREAU,
    words: held_reason,
    expected_at: held_until,
  });
}

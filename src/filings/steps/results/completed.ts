import type { BureauResult } from '../../../bureau/index.ts';
import { now } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { openForm } from '../../drafts/draft.ts';
import { type FilingKind, KIND_WORDS } from '../../kinds/names.ts';
import type { FilingRow } from '../../tables.ts';
import { type After, tellCustomer } from '../../tell.ts';
import { attachmentsOf } from '../../wire/attachments.ts';
import { BUREAU, reachStatus } from '../bureau-steps.ts';
import { noteEvent } from '../status.ts';

type Yes = Extract<BureauResult, { kind: 'data_result' }>;

/** Of these the bureau's yes to the data is its last word (bureau/kinds: `ends`). */
const ENDS_WITH_YES: readonly FilingKind[] = ['change', 'drop_access', 'add_material'];

/** The bureau has taken the data: of some kinds the end, of the others the way on to its officers. */
export async function takeYes(trx: Db, after: After, row: FilingRow, { at }: Yes): Promise<void> {
  if (!ENDS_WITH_YES.includes(row.kind)) {
    await reachStatus(trx, after, row, { to: 'sms_pending', at });
    return;
  }
  if (row.kind === 'add_material' && !(await isLastMaterial(trx, row))) return;
  await complete(trx, after, row, at);
}

/** Each picture is answered by itself: the request is done with the last of them. */
async function isLastMaterial(trx: Db, row: FilingRow): Promise<boolean> {
  const event = { event: 'material_taken', status: row.status, actor: BUREAU } as const;
  await noteEvent(trx, row.id, event);
  const taken = await trx('filing_events')
    .where({ filing_id: row.id, event: event.event })
    .where('at', '>=', row.reported_at ?? row.created_at);
  return taken.length >= attachmentsOf(openForm(row)).length;
}

/** What was asked for is done; no number comes of it. */
export async function complete(trx: Db, after: After, row: FilingRow, at: Date): Promise<void> {
  const done = await reachStatus(trx, after, row, {
    to: 'approved',
    at,
    patch: { approved_at: now(), marks_sealed: null },
  });
  if (done) await tellCustomer(trx, after, row, 'filing.completed', { what: KIND_WORDS[row.kind] });
}

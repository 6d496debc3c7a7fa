import { db } from '../../platform/db.ts';
import { holdWithin } from '../holds.ts';
import type { UploadRow } from '../tables.ts';
import type { Round } from './context.ts';
import { freezeNext } from './freeze.ts';
import { nextSequence, whereabouts } from './previous.ts';
import { accepted, send } from './send.ts';

/** Sends what is owed, one number after the other: no number is given while one before it is open. */
export async function exchangeUploads(round: Round): Promise<void> {
  for (let files = 0; files < round.settings.files_per_round; files++) {
    const open = await openUpload(round.bureau.id);
    if (open?.status === 'sending') {
      // Asking is no report: it is done even while reports are held.
      const found = await whereabouts(round, open);
      if (found === 'unclear') return;
      if (found === 'accepted') {
        await accepted(round, open);
        continue;
      }
    }
    round.report.held ??= holdWithin(await fresh(round)) ?? null;
    if (round.report.held) return;
    const upload = open ?? (await nextFile(round));
    if (!upload || !(await send(round, upload))) return;
  }
}

async function nextFile(round: Round): Promise<UploadRow | undefined> {
  const waiting = await db('bureau_records')
    .where({ bureau_id: round.bureau.id, status: 'queued' })
    .first('id');
  if (!waiting) return undefined;
  const sequence = await nextSequence(round);
  return sequence === undefined ? undefined : freezeNext(round, sequence);
}

/** The file of the lowest number that the bureau has not taken yet. */
export function openUpload(bureau_id: number): Promise<UploadRow | undefined> {
  return db('bureau_uploads')
    .where({ bureau_id })
    .whereIn('status', ['frozen', 'sending'])
    .orderBy('sequence')
    .first();
}

function fresh({ bureau }: Round) {
  return db('bureaus')
    .where({ id: bureau.id })
    .first()
    .then((row) => row ?? bureau);
}

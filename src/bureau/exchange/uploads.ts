import { now } from '../../platform/clock.ts';
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
    if (!round.report.held) round.report.held = holdWithin(await fresh(round)) ?? null;
    if (round.report.held) return;
    const upload = (await openUpload(round.bureau.id)) ?? (await nextFile(round));
    if (!upload) return;
    if (!(await settle(round, upload))) return;
  }
}

async function settle(round: Round, upload: UploadRow): Promise<boolean> {
  if (upload.status === 'sending') {
    const found = await whereabouts(round, upload);
    if (found === 'accepted') return accepted(round, upload);
    if (found === 'unclear') return false;
  }
  return send(round, upload);
}

async function nextFile(round: Round): Promise<UploadRow | undefined> {
  const waiting = await db('bureau_records')
    .where({ bureau_id: round.bureau.id, status: 'queued' })
    .where('created_at', '<=', now())
    .first('id');
  if (!waiting) return undefined;
  const sequence = await nextSequence(round);
  return sequence === undefined ? undefined : freezeNext(round, sequence);
}

/** The file of the lowest number that the bureau has not taken yet. */
function openUpload(bureau_id: number): Promise<UploadRow | undefined> {
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

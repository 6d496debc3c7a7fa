import { removeFile } from '../../documents/index.ts';
import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { RUNNING, type TransferRow } from './tables.ts';

/** Removes the files whose time is over; that there was a transfer stays known. */
export async function sweepFiles(): Promise<void> {
  const over = await db('transfers')
    .where('expires_at', '<', now())
    .whereNotIn('state', [...RUNNING])
    .limit(100);
  for (const transfer of over) await removeTransferFile(transfer);
}

/** First the file, then the word that it is gone: killed in between, it is removed once more. */
export async function removeTransferFile({ id, transfer_no, pieces }: TransferRow): Promise<void> {
  await removeFile(transfer_no, pieces);
  await db('transfer_faults').where({ transfer_id: id }).delete();
  await db('transfers')
    .where({ id })
    .whereNotIn('state', [...RUNNING])
    .update({ state: 'expired', pieces: 0, expires_at: null });
}

import { type Actor, record } from '../../../audit/index.ts';
import { removeFile } from '../../../documents/index.ts';
import { DAY, fromNow, HOUR, now } from '../../../platform/clock.ts';
import { db, inTransaction } from '../../../platform/db.ts';
import { publicNo } from '../../../platform/ids.ts';
import { readSetting } from '../../../platform/settings.ts';
import { sealPlan } from '../plan.ts';
import { transferSetting } from '../settings.ts';
import { guessColumns } from './headings.ts';
import { keepSource } from './source.ts';

/**
 * Takes in a table of existing filings: read once, kept sealed, its columns guessed. Throws a UserError that names
 * `file` when it is none; then nothing is left of it. Gives the number of the import.
 */
export async function createImport(
  { id, actor }: { id: number; actor: Actor },
  file: { name: string; bytes: Uint8Array },
): Promise<string> {
  const transfer_no = publicNo('DR');
  const file_name = file.name.normalize('NFC').slice(-120);
  const plan = { file_name, heading_row: 0, headings: [], columns: [] };
  await db('transfers').insert({
    ...{ transfer_no, kind: 'import', subject: 'registry', state: 'receiving', made_by: id },
    ...{ plan_sealed: sealPlan(transfer_no, plan), counts_json: '{}' },
    // Whatever breaks now, the sweep takes away what was stored.
    ...{ created_at: now(), expires_at: fromNow(HOUR) },
  });
  let pieces = 0;
  try {
    const source = await keepSource(transfer_no, file.bytes, async (stored) => {
      pieces = stored;
      await db('transfers').where({ transfer_no }).update({ pieces });
    });
    const { keep_days } = await readSetting(transferSetting);
    const { total_rows, ...heading } = source;
    const columns = await guessColumns(db, heading.headings);
    await inTransaction(async (trx) => {
      await trx('transfers')
        .where({ transfer_no })
        .update({
          ...{ state: 'mapping', total_rows, expires_at: fromNow(keep_days * DAY) },
          plan_sealed: sealPlan(transfer_no, { file_name, ...heading, columns }),
        });
      await record(trx, actor, 'transfer.uploaded', `transfer:${transfer_no}`, {
        rows: total_rows,
      });
    });
  } catch (error) {
    await removeFile(transfer_no, pieces);
    await db('transfers').where({ transfer_no }).delete();
    throw error;
  }
  return transfer_no;
}

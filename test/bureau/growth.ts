import type { Knex } from 'knex';
import type { Db } from '../../src/platform/db.ts';

/** What a stretch of work cost the database, from the counters of all sessions of the pool. */
export interface Cost {
  /** Rows or index entries looked at: the sum of the Handler_read counters. */
  rows: number;
  queries: number;
  ms: number;
}

/** Runs `work` and gives its cost. Nothing else may use this pool meanwhile. */
export async function costOf(db: Db, work: () => Promise<unknown>): Promise<Cost> {
  let queries = 0;
  const count = () => {
    queries++;
  };
  const before = await rowsRead(db);
  db.on('query', count);
  const started = performance.now();
  await work();
  const ms = Math.round((performance.now() - started) * 10) / 10;
  db.off('query', count);
  return { rows: (await rowsRead(db)) - before, queries, ms };
}

/** The counters are of sessions: every connection of the pool is asked, those made later begin at nothing. */
async function rowsRead(db: Db): Promise<number> {
  const most: number = db.client.pool.max;
  const all = await Promise.all(Array.from({ length: most }, () => db.client.acquireConnection()));
  try {
    const sums = await Promise.all(
      all.map(async (connection) => {
        const [rows] = await connection.promise().query("show session status like 'Handler_read%'");
        // A statement of one's own; mysql2 gives its rows untyped.
        const counters = rows as { Value: string }[];
        return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
      }),
    );
    return sums.reduce((sum, one) => sum + one, 0);
  } finally {
    await Promise.all(all.map((connection) => db.client.releaseConnection(connection)));
  }
}

interface Pile {
  /** Open records that are there already. */
  from: number;
  /** And that shall be there, over all bureaus. */
  to: number;
  bureaus: number[];
}

/**
 * Lets the tables grow as years of work would: for each open record (the bureau has it and has not answered) one that
 * was answered, with numbers, marks, files and results that are long settled.
 */
export async function pile(db: Db, { from, to, bureaus }: Pile): Promise<void> {
  const rows = `seq_${from + 1}_to_${to}`;
  const bureau = `elt(1 + (seq mod ${bureaus.length}), ${bureaus.join(', ')})`;
  const old = `utc_timestamp(3) - interval 40 day + interval seq second`;
  const run = (sql: string) => db.raw(sql);
  for (const [mark, status, done] of [
    ['O', 'accepted', 'null'],
    ['A', 'answered', old],
  ]) {
    await run(`insert into bureau_records
      (record_no, bureau_id, subject, kind, items, xml_bytes, status, upload_id, created_at, answered_at)
      select concat('PILE-${mark}', seq), ${bureau}, concat('BA${mark}', seq), 'initial', 1, 900, '${status}',
        1000000 + seq div 50, ${old}, ${done} from ${rows}`);
    await run(`insert into bureau_ids (id, subject, path)
      select ${mark === 'O' ? 2 ** 46 : 2 ** 47} + seq, concat('BA${mark}', seq), 'entity' from ${rows}`);
    await run(`insert into bureau_record_marks (record_id, bureau_id, operation, mark)
      select id, bureau_id, 'initial', concat('${mark}', id) from bureau_records
      where record_no like 'PILE-${mark}%' and cast(substr(record_no, 7) as unsigned) > ${from}`);
    await run(`insert into bureau_results (result_no, bureau_id, subject, kind, body_sealed, at, settled_at, tries)
      select concat('BJ${mark}', seq), ${bureau}, concat('BA${mark}', seq), 'accepted', '', ${old}, ${old}, 0
      from ${rows}`);
  }
  await run(`insert into bureau_uploads (upload_no, bureau_id, sequence, zip_hash, zip_bytes, xml_bytes, records,
      status, tries, frozen_at, accepted_at)
    select concat('BUO', seq), ${bureau}, -seq, '', 9, 9, 50, 'accepted', 1, ${old}, ${old} from ${rows}`);
  await run(`insert into bureau_downloads (download_no, bureau_id, file_name, zip_hash, zip_bytes, received_at,
      acked_at, applied_at, results, unknown)
    select concat('BDO', seq), ${bureau}, concat('old_', seq), '', 9, ${old}, ${old}, ${old}, 1, 0 from ${rows}`);
  await run(`insert into bureau_status_answers
      (condition_type, condition_index, condition_sealed, state, asked_at, fresh_until, tries)
    select '0', sha2(seq, 256), '', 'filed', ${old}, ${old}, 0 from ${rows}`);
  await run(`insert into bureau_alarms (bureau_id, code, words, raised_at, announced_at, cleared_at)
    select ${bureau}, 'unreachable', '', ${old}, ${old}, ${old} from ${rows} where seq mod 20 = 0`);
  await run(`insert into outgoing_calls (\`system\`, action, target, outcome, took_ms, at)
    select 'bureau', 'isp_download', 'x', 'msg_code 2', 9, ${old} from ${rows}`);
  await refreshed(db);
}

/** The optimizer is to know how large the tables have become, as it would after years. */
async function refreshed(db: Knex): Promise<void> {
  await db.raw(
    'analyze table bureau_records, bureau_record_marks, bureau_results, bureau_uploads, bureau_downloads, bureau_ids, bureau_status_answers, bureau_alarms, outgoing_calls',
  );
}

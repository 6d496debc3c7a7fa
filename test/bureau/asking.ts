import assert from 'node:assert/strict';
import type { BureauResult, RecordToQueue } from '../../src/bureau/index.ts';
import type { Db } from '../../src/platform/db.ts';
import { until } from './setup.ts';

type WithoutBureau<R> = R extends RecordToQueue ? Omit<R, 'bureau_id'> : never;
export type Asked = WithoutBureau<RecordToQueue>;
export type Published = Extract<BureauResult, { kind: 'published' }>;

/** To put records of any kind to a bureau of a test and wait for what it says. */
export function asking(db: Db, bureau: string) {
  const resultsOf = async (subject: string, record_no?: string) => {
    const { pendingResults } = await import('../../src/bureau/index.ts');
    const all = await pendingResults(db, 2000);
    return all.filter(
      (one) => one.subject === subject && (record_no ?? one.record_no) === one.record_no,
    );
  };

  /** Queues a record and exchanges until the bureau has said that about it. */
  async function ask(record: Asked, last: BureauResult['kind']) {
    const { exchange, queueRecord } = await import('../../src/bureau/index.ts');
    const { inTransaction } = await import('../../src/platform/db.ts');
    const row = await db('bureaus').where({ name: bureau }).first();
    // The union is taken apart and put together again with its bureau.
    const whole = { bureau_id: row?.id ?? 0, ...record } as RecordToQueue;
    const record_no = await inTransaction((trx) => queueRecord(trx, () => {}, whole));
    await until(async () => {
      await exchange(bureau);
      return (await resultsOf(record.subject, record_no)).some(({ kind }) => kind === last);
    });
    const results = await resultsOf(record.subject, record_no);
    assert.equal(results[0]?.kind, 'accepted');
    const found = results.findLast(({ kind }) => kind === last);
    assert.ok(found);
    return { record_no, results, found };
  }

  return {
    resultsOf,
    ask,
    published: async (record: Asked): Promise<Published> => {
      const { found } = await ask(record, 'published');
      assert.ok(found.kind === 'published');
      return found;
    },
    statusOf: async (record_no: string) =>
      (await db('bureau_records').where({ record_no }).first())?.status,
  };
}

/** The codes of processing among results, in order. */
export const said = (results: BureauResult[]): string[] =>
  results.flatMap((one) => (one.kind === 'data_result' ? one.codes.map(({ code }) => code) : []));

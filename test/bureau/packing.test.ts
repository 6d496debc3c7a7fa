import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFiling, JPEG } from './filings.ts';
import { withSchemas } from './schemas.ts';
import { startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { exchange, queueRecord } = await import('../../src/bureau/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { exchangeSetting } = await import('../../src/bureau/bureaus/settings.ts');
type RecordToQueue = import('../../src/bureau/index.ts').RecordToQueue;
const bureau = await startBureau(['--auto', 'manual', '--sms', 'manual', '--jcdm', 'no']);
const { id: bureau_id } = (await db('bureaus').where({ name: bureau.name }).first())!;

let queued = 0;
const put = ({ kind, filing }: Pick<RecordToQueue, 'kind' | 'filing'>) =>
  inTransaction((trx) => {
    const subject = `BP${++queued}`;
    // Kind and filing were paired by who calls.
    const record = { bureau_id, subject, kind, filing } as RecordToQueue;
    return queueRecord(trx, () => {}, record);
  });
const first = () => put({ kind: 'initial', filing: aFiling(100 + queued) });
const cancelled = (bureau_id: number) =>
  put({ kind: 'cancel_service', filing: { bureau_id: String(bureau_id), reason: '1' } });
const dropped = (bureau_id: number) =>
  put({ kind: 'drop_access', filing: { bureau_id: String(bureau_id), reason: '1' } });
const materials = (owner: number, count: number) =>
  put({
    kind: 'add_material',
    filing: {
      materials: Array.from({ length: count }, () => ({
        use: 'verification_form' as const,
        owner: 'service' as const,
        bureau_id: String(owner),
        jpeg: JPEG,
      })),
    },
  });
const limits = (change: object) => writeSetting(db, exchangeSetting, { ...usual, ...change });
const usual = exchangeSetting.schema.parse({});

test('what comes together goes up together: one file for each operation, oldest first', async () => {
  for (const step of [first, () => cancelled(1), first, () => dropped(2), first]) await step();
  await cancelled(3);
  const { uploaded } = await exchange(bureau.name);
  assert.deepEqual(
    uploaded.map(({ sequence, records, msg_code }) => [sequence, records, msg_code]),
    [
      [1, 3, 0],
      [2, 3, 0],
    ],
  );
  const kinds = await db('bureau_records').orderBy('id').select('kind', 'upload_id');
  const files = new Map<number | null, Set<string>>();
  for (const { kind, upload_id } of kinds)
    files.set(upload_id, (files.get(upload_id) ?? new Set()).add(kind));
  assert.deepEqual(
    [...files.values()].map((set) => [...set].sort().join(' ')),
    ['initial', 'cancel_service drop_access'],
  );
});

test('a file ends before it would hold too many records, pictures sent by themselves counted one by one', async () => {
  await limits({ records_per_file: 5 });
  for (const [owner, count] of [
    [11, 3],
    [12, 2],
    [13, 4],
    [14, 1],
    [15, 1],
  ] as const)
    await materials(owner, count);
  const { uploaded } = await exchange(bureau.name);
  assert.deepEqual(
    uploaded.map(({ records }) => records),
    [2, 2, 1],
  );
  await assert.rejects(materials(16, 6), /超过管局单个文件的上限/);
  await limits({});
});

test('a file ends before it would be too large', async () => {
  await limits({ xml_bytes_per_file: 500_000 });
  const heavy = async () => {
    const filing = aFiling(500 + queued);
    filing.attachments = [
      { use: 'verification_form', owner: { service: 0 }, jpeg: 'A'.repeat(150 * 1024) },
      { use: 'other', owner: 'entity', jpeg: 'A'.repeat(100 * 1024) },
    ];
    await put({ kind: 'initial', filing });
  };
  for (let n = 0; n < 3; n++) await heavy();
  const { uploaded } = await exchange(bureau.name);
  assert.deepEqual(
    uploaded.map(({ records }) => records),
    [1, 1, 1],
  );
  const sizes = await db('bureau_uploads').select('xml_bytes');
  assert.ok(sizes.every(({ xml_bytes }) => xml_bytes <= 500_000));
  await limits({});
});

test('two requests of one kind for the same record are not under way at once', async () => {
  const status = (status: 'accepted' | 'answered') =>
    db('bureau_records')
      .where({ subject: `BP${earlier}` })
      .update({ status });
  await cancelled(77);
  const earlier = queued;
  await assert.rejects(cancelled(77), new RegExp(`另一份同类申请（BP${earlier}）`));
  await dropped(77);
  await status('accepted');
  await assert.rejects(cancelled(77), /有结果后再提交/);
  await status('answered');
  await cancelled(77);
});

test('everything that went up fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queue, startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { exchange, pendingResults, standingAlarms } = await import('../../src/bureau/index.ts');
const bureau = await startBureau(['--jcdm', 'no', '--last-code', '1', '--spelling', 'ispID']);
const { name, fault } = bureau;

const tell = (words: string) =>
  bureau.control('notice', { kind: 'XGTZ', items: [{ Tzlb: '0', Tznr: words }] });
const files = () => db('bureau_downloads').orderBy('id');
const row = async () => (await db('bureaus').where({ name }).first())!;

test('a file that comes with code 1 is taken all the same, and each is acknowledged', async () => {
  for (const words of ['一', '二', '三']) await tell(words);
  await exchange(name);
  assert.equal((await files()).length, 3);
  assert.ok((await files()).every(({ acked_at, applied_at }) => acked_at && applied_at));
  assert.ok((await bureau.state()).downloads.every(({ acked_at }) => acked_at > 0));
  assert.equal(await tasks(), 3);
});

test('a file is stored before it is acknowledged: a lost acknowledgement brings it again, once stored', async () => {
  await tell('四');
  await fault('lost_before', 'isp_downloadack');
  await exchange(name);
  const [stored] = (await files()).slice(-1);
  assert.equal(stored?.acked_at, null);
  assert.equal((await bureau.state()).downloads.at(-1)?.acked_at, 0);
  await exchange(name);
  assert.equal((await files()).length, 4);
  assert.ok((await files()).at(-1)?.acked_at);
  assert.equal(await tasks(), 4);
});

test('a file that is delivered again after all is acknowledged again and changes nothing', async () => {
  for (let time = 0; time < 3; time++) {
    await fault('duplicate', 'isp_download');
    await exchange(name);
  }
  assert.equal((await files()).length, 4);
  assert.equal(await tasks(), 4);
});

test('a file whose hash is wrong is not acknowledged; the third time a person is called', async () => {
  await tell('五');
  for (let time = 1; time <= 3; time++) {
    await fault('wrong_hash', 'isp_download');
    assert.match((await exchange(name)).error ?? '', /校验值不符/);
    assert.equal((await row()).bad_file_count, time);
  }
  assert.equal((await files()).length, 4);
  assert.ok((await standingAlarms(db)).some(({ code }) => code === 'bad_file'));
  await exchange(name);
  assert.equal((await files()).length, 5);
  assert.ok(!(await standingAlarms(db)).some(({ code }) => code === 'bad_file'));
  assert.equal((await row()).bad_file_count, 0);
});

test('elements that V3.0 does not know are counted, kept, and do no harm', async () => {
  await queue(name, 'BA1', 1);
  await exchange(name);
  await until(async () => (await bureau.state()).requests[0]?.status === 'sms_pending');
  await fault('unknown_elements', 'isp_download', { times: 2 });
  await bureau.control('decision', { all: true, decision: 'approve' });
  await exchange(name);
  const kinds = (await pendingResults(db, 100)).map(({ kind }) => kind);
  assert.ok(
    kinds.includes('published') && kinds.includes('data_result') && kinds.includes('review'),
  );
  const strange = (await files()).filter(({ unknown }) => unknown > 0);
  assert.equal(strange.length, 2);
  assert.equal(strange[0]?.unknown_names, 'Kzxx');
});

test('an officer who refuses is heard with name and words', async () => {
  await queue(name, 'BA2', 2);
  await exchange(name);
  await until(async () => (await bureau.state()).requests.some((r) => r.status === 'sms_pending'));
  await bureau.control('decision', {
    all: true,
    decision: 'refuse',
    words: '网站名称与主体无关',
    codes: [1002],
  });
  await exchange(name);
  const review = (await pendingResults(db, 100)).find(
    (r) => r.subject === 'BA2' && r.kind === 'review',
  );
  assert.ok(review?.kind === 'review');
  assert.deepEqual([review.passed, review.words], [false, '网站名称与主体无关']);
  assert.equal((await db('bureau_records').where({ subject: 'BA2' }).first())?.status, 'answered');
});

test('a refusal that comes after the filing was put in line again names the record it is about', async () => {
  const { applyDownload } = await import('../../src/bureau/apply/apply-download.ts');
  const first = await db('bureau_records').where({ subject: 'BA2' }).first();
  const about = async () =>
    (await db('bureau_results').where({ subject: 'BA2' }).orderBy('id')).map((r) => r.record_no);
  const before = await about();
  assert.ok(before.length >= 2 && before.every((record_no) => record_no === first?.record_no));
  await queue(name, 'BA2', 2);
  const refusal = (await files()).at(-1);
  assert.ok(refusal);
  await db('bureau_downloads').where({ id: refusal.id }).update({ applied_at: null });
  await applyDownload(await row(), refusal);
  const after = await about();
  assert.ok(after.length > before.length);
  assert.equal(after.at(-1), first?.record_no);
  await exchange(name);
  const [, second] = await db('bureau_records').where({ subject: 'BA2' }).orderBy('id');
  assert.equal((await about()).at(-1), second?.record_no);
});

test('results that overtake each other and repeat give each filing its word once per file', async () => {
  const before = (await pendingResults(db, 1000)).length;
  const { applyDownload } = await import('../../src/bureau/apply/apply-download.ts');
  const bureauRow = await row();
  const shuffled = (await files()).reverse();
  await Promise.all([...shuffled, ...shuffled].map((file) => applyDownload(bureauRow, file)));
  assert.equal((await pendingResults(db, 1000)).length, before);
});

test('902 is heard: downloads wait, uploads do not', async () => {
  await fault('msg_code', 'isp_download', { code: 902 });
  const report = await exchange(name);
  assert.match(report.error ?? '', /维护/);
  assert.ok((await row()).next_poll_at.getTime() > Date.now() + 20 * 60_000);
  assert.equal((await row()).paused_at, null);
});

test('5 at a download stops everything until a person has looked', async () => {
  await fault('msg_code', 'isp_download', { code: 5 });
  await exchange(name);
  assert.match((await row()).pause_reason ?? '', /密码错误/);
  await assert.rejects(exchange(name), /已暂停/);
});

async function tasks(): Promise<number> {
  return (await db('bureau_tasks').where({ kind: 'rectification' })).length;
}

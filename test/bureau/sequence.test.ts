import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upload } from '../sandbox/bureau-client.ts';
import { firstFilings } from '../sandbox/filings.ts';
import { importFrom, queue, startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { exchange, pendingResults, checkBureau, standingAlarms } = await import(
  '../../src/bureau/index.ts'
);
const { adoptNumber } = await import('../../src/bureau/console/operate.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const bureau = await startBureau(['--jcdm', 'no']);
const { name } = bureau;

const row = async () => (await db('bureaus').where({ name }).first())!;
const sequences = async () => (await bureau.state()).uploads.map(({ sequence }) => sequence);
const kinds = async (subject: string) =>
  (await pendingResults(db, 1000)).filter((r) => r.subject === subject).map(({ kind }) => kind);
/** Another system sends a file with the same account. */
async function foreignFile(sequence: number): Promise<void> {
  const xml = firstFilings({ id: 5000 + sequence });
  assert.equal((await upload(bureau.url, xml, sequence)).code, 0);
}
/** As if the last check were long ago. */
const forgetCheck = () => db('bureaus').where({ name }).update({ sequence_checked_at: null });

test('an account that was used before is taken up behind its newest number', async () => {
  for (const sequence of [1, 2]) await foreignFile(sequence);
  await queue(name, 'BA1', 1);
  await exchange(name);
  assert.deepEqual(await sequences(), [1, 2, 3]);
  assert.equal((await row()).next_sequence, 4);
});

test('a check of the connection sends nothing and says where the bureau stands', async () => {
  const check = await checkBureau(name);
  assert.equal(check.ok, true);
  assert.match(check.checks.at(-1)?.words ?? '', /最新序号为 3/);
  assert.equal((await bureau.calls('isp_upload')).length, 3);
  await importFrom(bureau.running, 'wrong', { password: 'not-it' });
  const wrong = await checkBureau('wrong');
  assert.equal(wrong.ok, false);
  assert.match(wrong.checks.at(-1)?.words ?? '', /密码错误/);
  await db('bureaus').where({ name: 'wrong' }).delete();
});

test('a bureau that is ahead of us stops the line before a number is given', async () => {
  for (const sequence of [4, 5]) await foreignFile(sequence);
  await forgetCheck();
  await queue(name, 'BA2', 2);
  await exchange(name);
  assert.match((await row()).pause_reason ?? '', /管局已收到 5 号文件，本系统只报到 3 号/);
  assert.equal((await db('bureau_uploads')).length, 1);
  assert.deepEqual(await kinds('BA2'), ['held']);
  assert.equal(await adoptNumber(name, SYSTEM), 6);
  assert.equal((await row()).paused_at, null);
  await exchange(name);
  assert.ok((await kinds('BA2')).includes('accepted'));
  assert.deepEqual(await sequences(), [1, 2, 3, 4, 5, 6]);
});

test('a number that somebody else has taken is not ours: a person decides, then the file moves on', async () => {
  await queue(name, 'BA3', 3);
  await bureau.fault('lost_before', 'isp_upload');
  await exchange(name);
  await foreignFile(7);
  await exchange(name);
  assert.match((await row()).pause_reason ?? '', /对不上/);
  assert.ok((await standingAlarms(db)).some(({ code }) => code === 'sequence_taken'));
  await adoptNumber(name, SYSTEM);
  await exchange(name);
  assert.deepEqual(await sequences(), [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.ok((await kinds('BA3')).includes('accepted'));
  assert.equal((await standingAlarms(db)).length, 0);
});

test('a file that the bureau calls too large is taken apart, and its number used again', async () => {
  const before = (await db('bureau_uploads')).length;
  const next = (await row()).next_sequence ?? 0;
  for (const n of [11, 12, 13, 14]) await queue(name, `BA${n}`, n);
  await bureau.fault('msg_code', 'isp_upload', { code: 18 });
  await exchange(name);
  for (const n of [11, 12, 13, 14])
    assert.ok((await kinds(`BA${n}`)).includes('accepted'), `BA${n}`);
  const files = (await db('bureau_uploads').orderBy('sequence')).slice(before);
  assert.ok(files.length >= 2);
  assert.deepEqual(
    files.map(({ sequence }) => sequence),
    files.map((_, index) => next + index),
  );
  assert.ok((await row()).file_bytes);
});

test('the newest file is known as ours by its hash, else by its bytes', async () => {
  const { isOurs } = await import('../../src/bureau/exchange/previous.ts');
  const { codecOf } = await import('../../src/bureau/profile/codec.ts');
  const { shippedProfile } = await import('../../src/bureau/profile/read.ts');
  const cipher = { key: '0123456789abcdef', iv: '0102030405060708' };
  const codec = codecOf(shippedProfile());
  const zip = Buffer.from('<a/>');
  const hash = codec.hashOf(zip);
  const plain = { file_name: 'x', encrypted: true, is_known_format: true };
  const file = { ...plain, hash, beian_info: codec.seal(zip, cipher) };
  const foreign = codec.seal(Buffer.from('<b/>'), cipher);
  const account = { isp_id: '1', user_name: 'u', password: 'p', encrypt: true, cipher };
  const known = (sequence: number, one: typeof file | undefined) =>
    isOurs({ sequence, file: one }, { sequence: 9, hash }, { codec, account });
  assert.equal(known(9, file), true);
  assert.equal(known(10, file), false);
  assert.equal(known(9, undefined), true);
  assert.equal(known(9, { ...file, hash: 'of another form' }), true);
  assert.equal(known(9, { ...file, hash: 'x', beian_info: foreign }), false);
  assert.equal(known(9, { ...file, hash: '', beian_info: foreign }), false);
  assert.equal(known(9, { ...file, hash: '', beian_info: '' }), true);
});

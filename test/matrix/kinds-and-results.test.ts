import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BureauResult, RecordToQueue } from '../../src/bureau/index.ts';
import { withSchemas } from '../bureau/schemas.ts';
import { startBureau, startDatabase, until } from '../bureau/setup.ts';
import { contentsOf } from './contents.ts';
import {
  codesFor,
  DATA_CODES,
  GOOD_CODES,
  KIND_LINES,
  type KindLine,
  MSG_CODES,
  REACTIONS,
} from './result-tables.ts';

const { db } = await startDatabase();
const { exchange, KINDS, pendingResults, queueRecord, standingAlarms } = await import(
  '../../src/bureau/index.ts'
);
const { inTransaction } = await import('../../src/platform/db.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { exchangeSetting } = await import('../../src/bureau/bureaus/settings.ts');
await writeSetting(db, exchangeSetting, { batch_seconds: 0 });
const bureau = await startBureau(['--jcdm', 'no', '--auto', 'manual']);
const { id: bureau_id } = (await db('bureaus').where({ name: bureau.name }).first())!;
const row = async () => (await db('bureaus').where({ id: bureau_id }).first())!;
const records = (subjects: string[]) =>
  db('bureau_records').whereIn('subject', subjects).orderBy('id');

let contents = 0;
async function queueAll(kind: KindLine['kind'], subjects: string[]): Promise<void> {
  const all = contentsOf(kind, subjects.length, ++contents);
  for (const [n, subject] of subjects.entries()) {
    const record = { bureau_id, subject, kind, filing: all[n] };
    // What contentsOf draws is content of this kind.
    await inTransaction((trx) => queueRecord(trx, () => {}, record as RecordToQueue));
  }
}

type Told = Map<string, BureauResult[]>;

/** What was said since the last time, by subject; taken up, as filings would. */
async function heard(): Promise<Told> {
  const found: Told = new Map();
  for (const result of await pendingResults(db, 5000)) {
    found.set(result.subject, [...(found.get(result.subject) ?? []), result]);
  }
  await db('bureau_results').update({ settled_at: new Date() });
  return found;
}

const resume = () =>
  db('bureaus')
    .where({ id: bureau_id })
    .update({
      ...{ paused_at: null, pause_reason: null, held_until: null, held_code: null, failures: 0 },
      ...{ breaker_until: null, file_bytes: null },
    });

test('the tables name every kind and every code of the interface', () => {
  assert.deepEqual(KIND_LINES.map(({ kind }) => kind).sort(), Object.keys(KINDS).sort());
  for (const { kind, best } of KIND_LINES) assert.equal(KINDS[kind].ends, best, kind);
  const refusing = MSG_CODES.filter((code) => code !== 0);
  assert.deepEqual([...REACTIONS.keys()].sort(), refusing.sort());
  const asked = new Set(KIND_LINES.map(({ msg_code }) => msg_code));
  assert.deepEqual([...asked].sort(), refusing.sort());
  const answered = new Set(KIND_LINES.flatMap(codesFor));
  const ofRecords = DATA_CODES.filter((code) => code < 5001 || code > 5004);
  assert.deepEqual([...answered].sort(), ofRecords.sort());
});

for (const [n, line] of KIND_LINES.entries()) {
  const { kind, msg_code } = line;

  test(`${kind}: message code ${msg_code}, a lost answer, then each code of processing reaches its own record`, async () => {
    const codes = codesFor(line, n);
    const subjects = codes.map((code) => `${kind}-${code}`);
    await queueAll(kind, subjects);
    for (const [skip, code] of codes.entries()) {
      await bureau.fault('data_code', 'isp_upload', { code, skip });
    }
    await bureau.fault('msg_code', 'isp_upload', { code: msg_code });
    await exchange(bureau.name);
    const first = await heard();
    await mustReact(msg_code, subjects, first);
    await resume();
    await bureau.fault('lost_before', 'isp_upload');
    await exchange(bureau.name);
    await bureau.fault('lost_after', 'isp_upload');
    await exchange(bureau.name);
    await resume();
    const told = await allTold(subjects, first);
    for (const [index, subject] of subjects.entries())
      mustSay(line, told.get(subject)!, codes[index]!);
    await mustEnd(line, subjects, codes);
  });

  const file_code = 5001 + (n % 4);
  test(`${kind}: a file refused as a whole (${file_code}) reaches ${line.refused_file}`, async () => {
    const subjects = ['a', 'b'].map((one) => `${kind}-${one}`);
    await queueAll(kind, subjects);
    await db('bureau_alarms').update({ open_key: null });
    const inbox = (await db('bureau_inbox')).length;
    await bureau.fault('file_code', 'isp_upload', { code: file_code });
    await until(async () => {
      await exchange(bureau.name);
      return (await standingAlarms(db)).some(({ code }) => code === 'file_refused');
    });
    const told = await heard();
    const refused = subjects.filter((subject) =>
      told.get(subject)?.some((one) => one.kind === 'data_result' && one.refused),
    );
    assert.deepEqual(refused, line.refused_file === 'filing' ? subjects : []);
    const kept = (await db('bureau_inbox')).length - inbox;
    assert.equal(kept, line.refused_file === 'inbox' ? 1 : 0);
    for (const { status } of await records(subjects)) assert.equal(status, 'answered');
  });
}

/** The bureau after an upload that was answered with this code, and what the filings in line have heard. */
async function mustReact(code: number, subjects: string[], told: Told): Promise<void> {
  const reaction = REACTIONS.get(code);
  const { paused_at, held_until } = await row();
  const uploads = await db('bureau_uploads').orderBy('id', 'desc');
  const status = uploads[0]?.status;
  const are = (kind: string) =>
    subjects.every((subject) => told.get(subject)?.some((one) => one.kind === kind));
  const isStopped = paused_at !== null;
  assert.equal(isStopped, reaction === 'stop', `${code} ${reaction}`);
  assert.equal(held_until !== null, reaction === 'wait' || reaction === 'doubt', `held at ${code}`);
  const statuses: Record<string, string> = { stop: 'frozen', wait: 'frozen', doubt: 'sending' };
  assert.equal(status, statuses[reaction ?? ''] ?? 'accepted', `upload at ${code}`);
  assert.ok(are(status === 'accepted' ? 'accepted' : 'held'), `what is told at ${code}`);
  const alarms = await standingAlarms(db);
  assert.equal(
    alarms.some((alarm) => alarm.code === `msg_code_${code}`),
    reaction === 'stop',
  );
  await db('bureau_alarms').update({ open_key: null });
}

/** Exchanges until all of them have heard what came of processing; gives all that they heard. */
async function allTold(subjects: string[], before: Told): Promise<Told> {
  const told = new Map(before);
  const isTold = (subject: string) => told.get(subject)?.some((one) => one.kind === 'data_result');
  await until(async () => {
    await exchange(bureau.name);
    for (const [subject, results] of await heard())
      told.set(subject, [...(told.get(subject) ?? []), ...results]);
    return subjects.every(isTold);
  });
  return told;
}

function mustSay({ kind }: KindLine, results: BureauResult[], code: number): void {
  const accepted = results.filter((one) => one.kind === 'accepted');
  assert.ok(accepted.length <= 1, 'accepted once');
  const [said, ...more] = results.flatMap((one) => (one.kind === 'data_result' ? [one] : []));
  assert.deepEqual(more, [], `${kind} ${code}: one answer`);
  assert.deepEqual(
    [said!.refused, said!.codes.map((one) => one.code)],
    [!GOOD_CODES.has(code), [String(code)]],
  );
  assert.ok(said!.record_no);
}

/** Every record arrived once, under one number, and awaits nothing more where that was the last word. */
async function mustEnd({ kind, best }: KindLine, subjects: string[], codes: number[]) {
  for (const [index, record] of (await records(subjects)).entries()) {
    const isLast = !GOOD_CODES.has(codes[index]!) || best === 'data_result' || best === 'accepted';
    assert.equal(record.status, isLast ? 'answered' : 'accepted', `${kind} ${codes[index]}`);
  }
  await records(subjects).update({ status: 'answered' });
  const members = await db('bureau_upload_records').whereIn(
    'record_id',
    db('bureau_records').whereIn('subject', subjects).select('id'),
  );
  assert.equal(members.length, subjects.length);
  const numbers = (await bureau.state()).uploads.map(({ sequence }) => sequence);
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
  );
}

test('every file of every kind fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ack,
  auth,
  call,
  control,
  download,
  inner,
  inners,
  opened,
  stateOf,
  upload,
  uploadOf,
} from './bureau-client.ts';
import { firstFilings } from './filings.ts';
import { getJson, type Running, startSandbox, temporaryDir, until } from './process.ts';
import { schemaOptions } from './schemas.ts';

const dir = temporaryDir();
const options = [...schemaOptions, '--jcdm', 'no'];
let bureau: Running = await startSandbox('bureau', options, dir);
/** Ids far apart, a name for each: nothing here collides but what a test means to. */
const filing = (id: number) =>
  firstFilings({ id, certificate: '7', kind: '5', number: `E${id}0000000` });
const sequences = (answer: { document: string }) =>
  inners(answer.document, 'dataSequence').map(Number);
const previous = async (url: string) => opened(await call(url, 'isp_querypreviousupload', auth()));

test('an ISP that never uploaded is told sequence 0 and no file', async () => {
  const last = await previous(bureau.url);
  assert.equal(inner(last.document, 'dataSequence'), '0');
  assert.equal(last.name + last.payload, '');
});

test('a gap is refused with 14 and all that is missing; in order they are accepted', async () => {
  const { url } = bureau;
  const early = await upload(url, filing(14), 4);
  assert.equal(early.code, 14);
  assert.deepEqual(sequences(early), [1, 2, 3]);
  for (const n of [1, 2, 3, 4]) assert.equal((await upload(url, filing(10 + n), n)).code, 0);
  assert.deepEqual(
    (await stateOf(url)).uploads.map(({ sequence }) => sequence),
    [1, 2, 3, 4],
  );
});

test('a used number is refused; a file the bureau has lost is asked for and taken again', async () => {
  const { url } = bureau;
  const again = await upload(url, filing(14), 4);
  assert.deepEqual([again.code, ...sequences(again)], [14, 5]);
  await control(url, 'account', { isp_id: 10001, missing: [2, 3] });
  const next = await upload(url, filing(15), 5);
  assert.deepEqual([next.code, ...sequences(next)], [14, 2, 3]);
  for (const n of [2, 3, 5]) assert.equal((await upload(url, filing(10 + n), n)).code, 0);
  assert.equal(inner((await previous(url)).document, 'dataSequence'), '5');
});

test('of eight uploads with one number, one is accepted', async () => {
  const { url } = bureau;
  const bodies = await Promise.all(Array.from({ length: 8 }, () => uploadOf(filing(16), 6)));
  const answers = await Promise.all(bodies.map((body) => call(url, 'isp_upload', body)));
  assert.deepEqual(answers.map(({ code }) => code).sort(), [0, 14, 14, 14, 14, 14, 14, 14]);
});

test('an upload whose answer was lost is found by asking, byte for byte', async () => {
  const { url } = bureau;
  await control(url, 'fault', { kind: 'lost_before', method: 'isp_upload' });
  await control(url, 'fault', { kind: 'lost_after', method: 'isp_upload', skip: 1 });
  const body = await uploadOf(filing(17), 7);
  await assert.rejects(call(url, 'isp_upload', body));
  assert.equal(inner((await previous(url)).document, 'dataSequence'), '6');
  await assert.rejects(call(url, 'isp_upload', body));
  const last = await previous(url);
  assert.equal(inner(last.document, 'dataSequence'), '7');
  assert.equal(last.payload.replace(/\s/g, ''), body['beianInfo']);
  assert.equal(last.xml, filing(17));
  assert.equal((await upload(url, filing(18), 8)).code, 0);
  const { counts } = await getJson<{ counts: Record<string, Record<string, number>> }>(
    `${url}/_control/calls`,
  );
  assert.equal(counts['isp_upload']?.['lost_before'], 1);
});

test('what was accepted, queued and half delivered outlives kill -9', async () => {
  const before = await until(async () => {
    const state = await stateOf(bureau.url);
    return state.uploads.every(({ status }) => status === 'checked') && state;
  });
  await control(bureau.url, 'decision', { isp_ztid: '11', decision: 'approve' });
  const first = await download(bureau.url);
  assert.equal((await upload(bureau.url, filing(19), 9)).code, 0);
  await bureau.stop('SIGKILL');
  bureau = await startSandbox('bureau', options, dir);

  const { url } = bureau;
  assert.equal(inner((await previous(url)).document, 'dataSequence'), '9');
  const again = await download(url);
  assert.equal(again.name, first.name);
  assert.equal(again.payload, first.payload);
  const after = await until(async () => {
    const state = await stateOf(url);
    return state.requests.length > before.requests.length && state;
  });
  assert.equal(after.requests.find(({ id }) => id === 'R000001')?.status, 'approved');
  const stored = await fetch(`${url}/_control/uploads/9`);
  assert.ok(Buffer.from(await stored.arrayBuffer()).includes('E190000000'));
});

test('a file that is not acknowledged comes again, acknowledged it gives way to the next', async () => {
  const { url } = bureau;
  const first = await download(url);
  assert.equal(first.code, 3);
  assert.match(first.payload, /^(.{76}\n)+.{1,76}$/);
  // Flag bit 3: the sizes stand behind the data.
  assert.equal(first.zip.readUInt16LE(6) & 8, 8);
  assert.equal((await download(url)).payload, first.payload);
  assert.equal((await ack(url, first.name)).code, 0);
  assert.equal((await ack(url, first.name)).code, 0);
  const second = await download(url);
  assert.notEqual(second.name, first.name);
  assert.equal(second.code, 0);
  await ack(url, second.name);
  assert.equal((await download(url)).code, 2);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { startDatabase } from '../bureau/setup.ts';
import { incoming, killedAt, standing, work } from './importing.ts';

const { db, folder } = await startDatabase();
const { aVariant } = await import('../shop.ts');
const { openCards } = await import('../../src/cards/open-cards.ts');
const { importPlan } = await import('../../src/cards/tasks/plans.ts');
const { CARD } = await import('../../src/cards/tables.ts');
const { sweepTasks } = await import('../../src/cards/tasks/job.ts');

const stockOf = async (id: number) =>
  Number((await db('variants').where({ id }).first('stock'))?.stock);
const cardsOf = async (variant_id: number) => {
  const rows = await db('cards').where({ variant_id, status: CARD.available }).orderBy('id');
  const opened = await openCards(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id }) => opened.get(id)?.text ?? '');
};
const faultsOf = (task_id: number) =>
  db('card_faults').where({ task_id }).orderBy('row_no').select('row_no', 'fault');
const plainFaults = async (task_id: number) =>
  (await faultsOf(task_id)).map(({ row_no, fault }) => [row_no, fault]);
async function whole(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const kept: Buffer[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept);
}
let made = 0;
const someCards = (count: number) => {
  const run = ++made;
  return Array.from({ length: count }, (_, n) => `R${run}-${String(n).padStart(6, '0')}`);
};

test('ten thousand lines with three bad ones: the good are in stock, each bad one has its reason', async () => {
  const { variant } = await aVariant(db);
  const { variant: other } = await aVariant(db);
  const lines = someCards(10_000);
  const { batch: former } = await incoming(db, other, `${lines[77]}\n`);
  await work(db, former.batch_no);
  lines[500] = lines[3] ?? '';
  lines[9000] = 'x'.repeat(2001);
  const { batch } = await incoming(db, variant, lines.join('\r\n'));
  const dry = await work(db, batch.batch_no, 'checking');
  const wanted = [
    [78, 'in_stock'],
    [501, 'twice'],
    [9001, 'too_long'],
  ];
  assert.deepEqual([dry.task.state, dry.task.done_rows, dry.task.bad_rows], ['checked', 10_000, 3]);
  assert.deepEqual(await plainFaults(dry.task.id), wanted);
  assert.equal(await stockOf(variant.id), 0, 'a dry run keeps nothing');
  const done = await work(db, batch.batch_no);
  assert.deepEqual(
    [done.task.state, done.task.done_rows, done.task.bad_rows, done.batch.cards, done.batch.state],
    ['done', 10_000, 3, 9997, 'done'],
  );
  assert.deepEqual(await plainFaults(done.task.id), wanted);
  assert.equal(await stockOf(variant.id), 9997);
  const stocked = await cardsOf(variant.id);
  const good = lines.filter((line, n) => n !== 77 && n !== 500 && line.length < 100);
  assert.deepEqual(stocked, good, 'in the order of the file');
});

test('an import that is killed twice goes on where it was and keeps each card once', async () => {
  const { variant } = await aVariant(db);
  const lines = someCards(40_000);
  lines[35_000] = lines[7] ?? '';
  const { batch, task } = await incoming(db, variant, lines.join('\n'));
  const { beginImport } = await import('../../src/cards/tasks/begin.ts');
  await beginImport(db, () => {}, task, 'running');
  const seen: number[] = [];
  for (const rows of [1, 20_000]) {
    await killedAt(db, task.id, rows);
    const { task: now } = await standing(db, batch.batch_no);
    assert.equal(now.state, 'running');
    seen.push(now.done_rows);
    assert.equal(await stockOf(variant.id), now.done_rows, 'stock and progress commit together');
    await sweepTasks();
    const untouched = (await standing(db, batch.batch_no)).task.done_rows;
    assert.equal(untouched, now.done_rows, 'nobody takes it while its worker may still live');
    await db('card_tasks').where({ id: task.id }).update({ due_at: new Date() });
  }
  await sweepTasks();
  const done = await standing(db, batch.batch_no);
  assert.ok(
    seen.every((rows) => rows > 0 && rows < 40_000),
    `killed at ${seen}`,
  );
  assert.deepEqual(
    [done.task.state, done.task.done_rows, done.task.bad_rows, done.batch.cards],
    ['done', 40_000, 1, 39_999],
  );
  assert.deepEqual(await plainFaults(task.id), [[35_001, 'twice']]);
  assert.equal(await stockOf(variant.id), 39_999);
  const rows = await db('cards').where({ batch_id: batch.id }).count({ count: '*' }).first();
  assert.equal(Number(rows?.count), 39_999);
});

test('a table of GBK with headings: number and secret, last day and cost, and what is wrong with each', async () => {
  const { variant } = await aVariant(db);
  const table = [
    '卡号,密码,有效期,进价,备注',
    'N-0001,"P,1",2099-01-31,9.9,好',
    'N-0002,P2,2099年2月1日,,好',
    'N-0003,P3,2020-01-01,,过期',
    'N-0004,P4,明年,,错',
    'N-0005,,2099-01-01,,无密',
    'N-0006,P6,,1e5,错',
    ',P7,,,无号',
  ].join('\r\n');
  const { batch, task } = await incoming(db, variant, iconv.encode(table, 'gbk'), '卡.csv');
  const plan = importPlan(task);
  assert.deepEqual(
    [plan.format, plan.has_heading, plan.columns],
    ['table', true, ['number', 'secret', 'sell_by', 'cost', '']],
  );
  const done = await work(db, batch.batch_no);
  assert.deepEqual(await plainFaults(task.id), [
    [4, 'lapsed'],
    [5, 'sell_by'],
    [6, 'no_secret'],
    [7, 'cost'],
    [8, 'no_number'],
  ]);
  assert.deepEqual([done.task.done_rows, done.batch.cards], [7, 2]);
  assert.deepEqual(await cardsOf(variant.id), ['N-0001 P,1', 'N-0002 P2']);
  const { cardBySecret } = await import('../../src/cards/open-cards.ts');
  for (const text of ['N-0002', 'N-0002 P2', 'N-0002----P2', ' N-0002\tP2 '])
    assert.equal((await cardBySecret(db, text))?.batch_id, batch.id, text);
  assert.equal(await cardBySecret(db, 'P2'), undefined, 'its password alone is not the card');
  const costs = await db('cards').where({ batch_id: batch.id }).orderBy('id').select('cost_cents');
  assert.deepEqual(
    costs.map(({ cost_cents }) => cost_cents),
    [990, null],
  );
});

test('plain lines are split by what all of them hold between their parts', async () => {
  const { separatorIn } = await import('../../src/cards/importing/keep-source.ts');
  const cases: [string[], string][] = [
    [['a----b', 'c----d'], '----'],
    [['a\tb', 'c\td'], 'tab'],
    [['a b', 'c d'], 'blank'],
    [['a|b', 'c|d'], '|'],
    [['a,b', 'c,d'], ','],
    [['ABCD-EFGH', 'IJKL-MNOP'], ''],
    [['one', 'two words'], ''],
  ];
  for (const [lines, separator] of cases) assert.equal(separatorIn(lines), separator, lines[0]);
});

test('an XLSX is read like a CSV, and one that unpacks to much more than it is gets refused', async () => {
  const { writeXlsx } = await import('../../src/platform/tables/write-xlsx.ts');
  const { variant } = await aVariant(db);
  async function* rows() {
    yield ['卡密'];
    yield ['=1+1<&>'];
    yield ['123456789012345678901'];
  }
  const bytes = await whole(writeXlsx(rows()));
  const { batch } = await incoming(db, variant, bytes, 'cards.xlsx');
  await work(db, batch.batch_no);
  assert.deepEqual(await cardsOf(variant.id), ['=1+1<&>', '123456789012345678901']);
  async function* bomb() {
    for (let n = 0; n < 60_000; n++) yield ['0'.repeat(1000)];
  }
  const packed = await whole(writeXlsx(bomb()));
  assert.ok(packed.length < 1_000_000);
  const before = await db('card_batches').count({ count: '*' }).first();
  await assert.rejects(incoming(db, variant, packed, 'bomb.xlsx'), /解开后太大/);
  assert.deepEqual(
    await db('card_batches').count({ count: '*' }).first(),
    before,
    'nothing is left',
  );
});

test('nothing that is refused leaves a batch or a file behind', async () => {
  const { variant } = await aVariant(db);
  const send = (text: string | Uint8Array, name: string) => incoming(db, variant, text, name);
  await assert.rejects(send('', 'a.txt'), /没有内容/);
  await assert.rejects(send('\n \n', 'a.txt'), /没有内容/);
  await assert.rejects(send(Buffer.from('PK\u0003\u0004 no zip at all'), 'a.xlsx'), /打不开/);
  assert.equal(await db('card_batches').where({ variant_id: variant.id }).first(), undefined);
});

test('a file comes in from the command line, and one that names no product is refused', async () => {
  const { importCards } = await import('../../src/cards/index.ts');
  const { product, variant } = await aVariant(db);
  const file = join(folder, 'line.txt');
  writeFileSync(file, 'CLI-1\nCLI-2\nCLI-1\n');
  const told = await importCards(product.product_no, file);
  assert.deepEqual([told.cards, told.refused, told.faults.length], [2, 1, 1]);
  assert.equal(await stockOf(variant.id), 2);
  await aVariant(db, { product_id: product.id, name: '年卡' });
  await assert.rejects(importCards(product.product_no, file), /多个规格/);
  await assert.rejects(importCards('SPNONE', file), /没有编号/);
  await assert.rejects(importCards(variant.variant_no, '/nowhere.txt'), /没有文件/);
});

test('keys of our own are well formed, each its own, and a letter misread is found', async () => {
  const { generateCards } = await import('../../src/cards/index.ts');
  const { generateKey, isWellFormed } = await import('../../src/cards/generating/generate-key.ts');
  const { variant } = await aVariant(db, { delivery: 'generated' });
  await generateCards(variant.variant_no, 700);
  assert.equal(await stockOf(variant.id), 700);
  const keys = await cardsOf(variant.id);
  assert.equal(new Set(keys).size, 700);
  for (const key of keys) assert.match(key, /^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/);
  const key = generateKey();
  assert.ok(isWellFormed(` ${key.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')}`));
  for (let at = 0; at < key.length; at++) {
    if (key[at] === '-') continue;
    const other = key[at] === '7' ? '8' : '7';
    assert.ok(!isWellFormed(key.slice(0, at) + other + key.slice(at + 1)), `letter ${at}`);
  }
  const { variant: imported } = await aVariant(db);
  await assert.rejects(generateCards(imported.variant_no, 1), /不是这样发卡/);
});

test('an upload that broke off is never imported, and is forgotten with what was stored of it', async () => {
  const { sweepFiles } = await import('../../src/cards/jobs.ts');
  const { variant } = await aVariant(db);
  const { batch, task } = await incoming(db, variant, 'BROKEN-1\n');
  const expires_at = new Date(Date.now() - 1000);
  await db('card_tasks').where({ id: task.id }).update({ state: 'receiving', expires_at });
  await assert.rejects(work(db, batch.batch_no), /请刷新页面/);
  await sweepFiles();
  await assert.rejects(standing(db, batch.batch_no), /no batch/);
  assert.equal(await stockOf(variant.id), 0);
});

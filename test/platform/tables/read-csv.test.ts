import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { UserError } from '../../../src/platform/errors.ts';
import { readTable } from '../../../src/platform/tables/read-table.ts';
import { all, pieces } from './samples.ts';

const cellsOf = async (source: Uint8Array | AsyncIterable<Uint8Array>) =>
  (await all(readTable(source))).map(({ cells }) => cells);

const ENCODINGS = [
  ['UTF-8', (text: string) => Buffer.from(text)],
  ['UTF-8 with BOM', (text: string) => Buffer.from(`\ufeff${text}`)],
  ['UTF-16LE with BOM', (text: string) => iconv.encode(text, 'utf16le', { addBOM: true })],
  ['UTF-16BE with BOM', (text: string) => iconv.encode(text, 'utf16be', { addBOM: true })],
  ['GBK', (text: string) => iconv.encode(text, 'gbk')],
  ['GB18030', (text: string) => iconv.encode(text, 'gb18030')],
] as const;

for (const [name, encode] of ENCODINGS) {
  test(`a table in ${name} reads the same, whatever pieces it comes in`, async () => {
    // Each letter beyond ASCII comes late once: a whole screen of digits before it decides nothing.
    const ascii = Array.from({ length: 400 }, (_, n) => `${n},example${n}.cn,1`).join('\n');
    const text = `domain,name,n\n${ascii}\nbeika.cn,备卡网络，有限公司,2\n`;
    const bytes = encode(text);
    for (const size of [7, 1000, bytes.length]) {
      const rows = await cellsOf(pieces(bytes, size));
      assert.equal(rows.length, 402);
      assert.deepEqual(rows.at(-1), ['beika.cn', '备卡网络，有限公司', '2']);
    }
  });
}

test('UTF-16 without its mark is known by its empty halves', async () => {
  assert.deepEqual(await cellsOf(iconv.encode('a\t名称\n1\t二\n', 'utf16le')), [
    ['a', '名称'],
    ['1', '二'],
  ]);
});

test('tabs, semicolons and commas are told apart by the first line', async () => {
  for (const mark of [',', ';', '\t'])
    assert.deepEqual(await cellsOf(Buffer.from(`"a,;b"${mark}b${mark}c\r\n1${mark}x y${mark}3`)), [
      ['a,;b', 'b', 'c'],
      ['1', 'x y', '3'],
    ]);
});

test('rows keep the number a spreadsheet shows, and blank ones are left out', async () => {
  const rows = await all(readTable(Buffer.from('a,b\n\n , \n"two\nlines",2\n')));
  assert.deepEqual(rows, [
    { row: 1, cells: ['a', 'b'] },
    { row: 4, cells: ['two\nlines', '2'] },
  ]);
});

test('any cells come back from a table that quotes them', async () => {
  const cell = fc
    .string({ unit: 'binary', maxLength: 12 })
    .filter((text) => !/[\0\ud800-\udfff]/.test(text));
  const table = fc.array(
    fc.array(
      cell.map((text) => `x${text}`),
      { minLength: 2, maxLength: 4 },
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 50 }), async (rows, size) => {
      const quoted = rows.map((row) =>
        row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','),
      );
      assert.deepEqual(await cellsOf(pieces(Buffer.from(quoted.join('\n')), size)), rows);
    }),
    { numRuns: 60 },
  );
});

const REFUSED = [
  ['an empty file', Buffer.alloc(0)],
  ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0, 0, 1, 0, 0, 1])],
  ['an old .xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1, 2])],
  ['letters of no encoding', Buffer.from([0x61, 0x2c, 0xe5, 0xa4, 0xff, 0xff, 0x0a])],
  ['a quote that is never closed', Buffer.from(`a,b\n1,"${'x'.repeat(2_000_000)}`)],
  ['more columns than any table has', Buffer.from(`${','.repeat(600)}a`)],
] as const;

for (const [name, bytes] of REFUSED) {
  test(`${name} is refused in words, and nothing hangs`, async () => {
    for (const size of [5, 65_536])
      await assert.rejects(
        all(readTable(pieces(bytes, size))),
        (error) => error instanceof UserError,
      );
  });
}

test('a reader that stops early lets go of the source', async () => {
  let isClosed = false;
  async function* endless() {
    try {
      for (;;) yield Buffer.from('a,b\n'.repeat(1000));
    } finally {
      isClosed = true;
    }
  }
  for await (const { row } of readTable(endless())) if (row > 5000) break;
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(isClosed);
});

test('half a million rows leave the memory as it was', { timeout: 120_000 }, async () => {
  const block = Buffer.from('网站,example.cn,https://www.example.cn/path,330106\n'.repeat(5000));
  async function* source() {
    for (let n = 0; n < 100; n++) yield block;
  }
  let rows = 0;
  let most = 0;
  for await (const _ of readTable(source())) {
    if (++rows % 50_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers);
  }
  assert.equal(rows, 500_000);
  assert.ok(most < 60 * 1024 * 1024, `${most} bytes held`);
});

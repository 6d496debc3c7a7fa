import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTable } from '../../../src/platform/tables/read-table.ts';
import { harmless, meant, writeCsv } from '../../../src/platform/tables/write-csv.ts';
import { all } from './samples.ts';

const bytesOf = async (rows: (string | number | null)[][]) =>
  Buffer.concat(await all(writeCsv(rows)));

test('Excel opens what is written: its mark, its line ends, quotes where they are needed', async () => {
  const bytes = await bytesOf([
    ['名称', '数量'],
    ['a"b,c', 3],
    [null, -5],
  ]);
  assert.equal(bytes.toString(), '\ufeff名称,数量\r\n"a""b,c",3\r\n,-5\r\n');
});

test('no text begins a formula, and a negative number stays one', async () => {
  for (const text of [
    '=1+1',
    '+cmd',
    '-1+1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠x',
  ])
    assert.equal(harmless(text), `'${text}`);
  for (const text of ['-5', '+8613800138000', '-0.5', '备卡', '', 'a=b'])
    assert.equal(harmless(text), text);
});

test('what was made harmless is read back as it was meant', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."=+-@\t'1aＱ＝备") }), (text) => {
      const written = harmless(text);
      assert.ok(!/^[=@\t＝]/.test(written));
      if (!text.startsWith("'")) assert.equal(meant(written), text);
    }),
  );
});

test('thousands of rows come back as they were written', async () => {
  const rows = Array.from({ length: 1201 }, (_, n) => [`第 ${n} 行`, 'x,"y"\nz', `${n}`]);
  assert.deepEqual(
    (await all(readTable(await bytesOf(rows)))).map(({ cells }) => cells),
    rows,
  );
});

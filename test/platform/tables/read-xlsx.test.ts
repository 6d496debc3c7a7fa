import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../../../src/platform/errors.ts';
import { readTable } from '../../../src/platform/tables/read-table.ts';
import { all, xlsxOf, zipOf } from './samples.ts';

test('the first sheet is read, wherever its part lies, with the texts it shares', async () => {
  const bytes = await xlsxOf({
    strings: ['域名', '<r><t>备</t></r><r><t>卡</t></r><rPh><t>bei</t></rPh>', 'a_x000D_b &amp; c'],
    rows: `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row><row r="3"/>
      <row r="5"><c r="B5" t="s"><v>2</v></c><c t="inlineStr"><is><t>行内</t></is></c><c r="AB5"/></row>`,
  });
  assert.deepEqual(await all(readTable(bytes)), [
    { row: 2, cells: ['域名', '', '备卡'] },
    { row: 5, cells: ['', 'a\rb & c', '行内'] },
  ]);
});

test('a formula is read as the value it was saved with', async () => {
  const rows =
    '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>CONCAT("x","y")</f><v>xy</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#N/A</v></c></row>';
  assert.deepEqual(await all(readTable(await xlsxOf({ rows }))), [
    { row: 1, cells: ['2', 'xy', 'TRUE', '#N/A'] },
  ]);
});

test('dates are read as days, in both counts, and numbers as numbers', async () => {
  const cells = (values: [number, string][]) =>
    `<row r="1">${values.map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`).join('')}</row>`;
  const sheet = {
    formats: {
      164: 'yyyy&quot;年&quot;m&quot;月&quot;',
      165: '0.00&quot;day&quot;',
      166: '[Red]0',
    },
    styles: [0, 14, 164, 165, 166, 22, 31],
  };
  const rows = cells([
    [0, '45992'],
    [1, '45992'],
    [2, '45992'],
    [3, '45992'],
    [4, '45992'],
    [5, '45992.5'],
    [6, '1'],
    [0, '13800138000'],
    [0, '1.3800138E10'],
    [0, '3.30106199001011E+17'],
    [1, '-5'],
  ]);
  assert.deepEqual((await all(readTable(await xlsxOf({ ...sheet, rows }))))[0]?.cells, [
    ...['45992', '2025-12-01', '2025-12-01', '45992', '45992', '2025-12-01 12:00:00', '1900-01-01'],
    ...['13800138000', '13800138000', '3.30106199001011E+17', '-5'],
  ]);
  const early = await xlsxOf({ ...sheet, from_1904: true, rows: cells([[1, '0']]) });
  assert.deepEqual((await all(readTable(early)))[0]?.cells, ['1904-01-01']);
});

const blank = (bytes: number) => ' '.repeat(bytes);
const row = '<row r="1"><c t="str"><v>a</v></c></row>';
const REFUSED: [string, () => Promise<Buffer>][] = [
  ['a bomb by its ratio', () => xlsxOf({ rows: row }, { 'xl/media/x': blank(5_000_000) })],
  ['a bomb in the sheet itself', () => xlsxOf({ rows: blank(5_000_000) + row })],
  [
    'too many parts',
    () =>
      xlsxOf(
        { rows: row },
        Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`p${n}`, 'x'])),
      ),
  ],
  ['a document', () => zipOf({ 'word/document.xml': '<a/>' })],
  ['a file cut off', async () => (await xlsxOf({ rows: row })).subarray(0, 900)],
  ['XML that is none', () => xlsxOf({ rows: '<row r="1"><c' })],
  [
    'entities that multiply',
    () =>
      xlsxOf(
        { rows: row },
        {
          'xl/worksheets/sheet2.xml': '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        },
      ),
  ],
  [
    'a cell beyond all columns',
    () => xlsxOf({ rows: '<row r="1"><c r="XFD1" t="str"><v>a</v></c></row>' }),
  ],
  [
    'a text that fills a row by being shared',
    () => {
      const cells = '<c t="s"><v>0</v></c>'.repeat(50);
      return xlsxOf({ strings: ['网'.repeat(32_000)], rows: `<row r="1">${cells}</row>` });
    },
  ],
  [
    'a text that fills a table by being shared',
    () => {
      const shared = '<row><c t="s"><v>0</v></c></row>'.repeat(4000);
      return xlsxOf({ strings: ['网'.repeat(32_000)], rows: shared });
    },
  ],
  ['elements without end inside each other', () => xlsxOf({ rows: row + nested(200_000) })],
  ['an element with attributes without end', () => xlsxOf({ rows: `${row}<a ${many(50_000)}/>` })],
  ...['x', '-1', '0', '1.5', '1e300', '1048577', 'Infinity', ''].map(
    (r): [string, () => Promise<Buffer>] => [
      `a row numbered "${r}"`,
      () => xlsxOf({ rows: row.replace('r="1"', `r="${r}"`) }),
    ],
  ),
  ['a row that stands twice', () => xlsxOf({ rows: row + row })],
];

/** Names that differ, so that no ratio tells them. */
const nested = (depth: number) => {
  const names = Array.from({ length: depth }, (_, n) => `a${(n * 7919).toString(36)}`);
  const ends = names.toReversed().map((name) => `</${name}>`);
  return `${names.map((name) => `<${name}>`).join('')}${ends.join('')}`;
};
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => `a${(n * 7919).toString(36)}=""`).join(' ');

for (const [name, made] of REFUSED) {
  test(`${name} is refused in words`, async () => {
    const bytes = await made();
    await assert.rejects(all(readTable(bytes)), (error) => error instanceof UserError);
  });
}

test('a part that is longer than it says is refused', async () => {
  const bytes = await xlsxOf({ rows: row.replace(' r="1"', '').repeat(3000) });
  // In the directory at the end: the true sizes of all parts, made to look like one byte.
  for (let at = 0; at < bytes.length - 4; at++)
    if (bytes.readUInt32LE(at) === 0x02014b50) bytes.writeUInt32LE(1, at + 24);
  await assert.rejects(all(readTable(bytes)), (error) => error instanceof UserError);
});

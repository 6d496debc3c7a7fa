import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moved, readMoves } from '../../../src/filings/address-moves/read-moves.ts';
import { dottedIp, ipNumber } from '../../../src/filings/rules/addresses-v4.ts';

test('lines are read as people write them, and what cannot be done is said with its line', () => {
  const text =
    '47.96.0.10 -> 47.96.1.10\n\n47.97.0.0/24 → 47.98.0.0/24\n47.99.0.1-47.99.0.3 改为 47.99.1.1-47.99.1.3';
  const { moves, faults } = readMoves(text);
  assert.deepEqual(faults, []);
  assert.deepEqual(
    moves.map(({ first, last, to }) => [dottedIp(first), last - first + 1, dottedIp(to)]),
    [
      ['47.96.0.10', 1, '47.96.1.10'],
      ['47.97.0.0', 256, '47.98.0.0'],
      ['47.99.0.1', 3, '47.99.1.1'],
    ],
  );
  assert.match(readMoves(`47.96.0.10${' '.repeat(20_000)}x`).faults.join(), /太长/);
  const wrong = readMoves(
    '47.96.0.10\n1.2.3.0/24 -> 1.2.4.1\n1.2.3.4 -> 1.2.3.4\n9.9.9.9 -> 9.9.9.8\n9.9.9.0/24 -> 9.9.8.0/24',
  );
  assert.deepEqual(
    wrong.faults.map((words) => words.slice(0, 6)),
    ['第 1 行：', '第 2 行：', '第 3 行：', '第 5 行：'],
  );
});

test('an address goes where its line says, by the same step as its neighbours; a range cut in two goes nowhere', () => {
  const ip = fc.integer({ min: 1, max: 0xfffffff0 });
  fc.assert(
    fc.property(ip, ip, fc.nat(15), fc.nat(15), fc.nat(15), (first, to, width, from, more) => {
      const moves = [{ first, last: Math.min(first + width, 0xffffffff), to }];
      const [start, end] = [first + from - 4, first + from - 4 + more];
      if (start < 0 || end > 0xffffffff || to + width > 0xffffffff) return;
      const range = { first: dottedIp(start), last: dottedIp(end) };
      const shall = moved(range, moves);
      const inside = start >= first && end <= moves[0]!.last;
      const outside = end < first || start > moves[0]!.last;
      if (outside) assert.deepEqual(shall, range);
      else if (!inside) assert.equal(shall, undefined);
      else
        assert.deepEqual(
          [ipNumber(shall!.first), ipNumber(shall!.last)],
          [start + to - first, end + to - first],
        );
    }),
  );
});

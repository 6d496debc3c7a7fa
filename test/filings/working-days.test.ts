import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addWorkingDays,
  isKnownYear,
  workingDaysBetween,
} from '../../src/filings/pace/working-days.ts';

test('holidays are left out and weekends that are worked are counted', () => {
  // Spring Festival 2026: off from 15 to 23 February, worked on Saturday the 14th.
  assert.deepEqual(addWorkingDays('2026-02-10', 5), { date: '2026-02-24', certain: true });
  assert.deepEqual(workingDaysBetween('2026-02-13', '2026-02-24'), { days: 2, certain: true });
  assert.deepEqual(addWorkingDays('2026-03-16', 0), { date: '2026-03-16', certain: true });
});

test('twenty working days from the middle of March end in the middle of April', () => {
  assert.deepEqual(addWorkingDays('2026-03-16', 20), { date: '2026-04-14', certain: true });
});

test('a year that is not announced is said to be unknown, and becomes known when imported', () => {
  assert.equal(isKnownYear(2026), true);
  assert.equal(isKnownYear(2090), false);
  assert.deepEqual(addWorkingDays('2090-01-02', 5), {
    date: '2090-01-09',
    certain: false,
    unknown_year: 2090,
  });
  const announced = [
    { year: 2090, holidays: ['2090-01-03', '2090-01-04'], workdays: ['2090-01-07'] },
  ];
  assert.deepEqual(addWorkingDays('2090-01-02', 5, announced), {
    date: '2090-01-10',
    certain: true,
  });
  assert.deepEqual(workingDaysBetween('2090-01-02', '2090-01-10', announced), {
    days: 5,
    certain: true,
  });
  const across = addWorkingDays('2090-12-29', 5, announced);
  assert.deepEqual([across.certain, across.unknown_year], [false, 2091]);
});

test('counting there and counting back agree', () => {
  const start = fc.date({
    min: new Date('2024-01-01'),
    max: new Date('2026-09-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 60 }), (date, count) => {
      const from = date.toISOString().slice(0, 10);
      const { date: to } = addWorkingDays(from, count);
      assert.equal(workingDaysBetween(from, to).days, count);
      assert.equal(workingDaysBetween(to, from).days, 0);
    }),
  );
});

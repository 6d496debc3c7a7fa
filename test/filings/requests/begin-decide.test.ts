import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type DomainFacts,
  decideKind,
  type Known,
} from '../../../src/filings/begin/decide-kind.ts';
import { ADDING } from '../../../src/filings/kinds/names.ts';

const number = '浙ICP备2026000001号-1';
const site = (
  state: Known,
  is_own: boolean | null = null,
  is_here = false,
  row = 0,
): DomainFacts => ({
  ...{ domain: 'example.com', row, state, is_own, is_here },
  icp_number: state === 'filed' ? number : null,
});

/** Certificate × domain × whose × where → the kind, or the code of what stands against it. */
const TABLE: [Known, DomainFacts, string][] = [
  ['unfiled', site('unfiled'), 'initial'],
  ['unknown', site('unfiled'), 'initial'],
  ['unfiled', site('unknown'), 'initial'],
  ['unknown', site('unknown'), 'initial'],
  ['filed', site('unfiled'), 'add_service'],
  ['filed', site('unknown'), 'add_service'],
  ['filed', site('filed', true), 'add_access'],
  ['filed', site('filed', null), 'add_access'],
  ['unknown', site('filed', null), 'add_access'],
  ['filed', site('filed', false), '1005'],
  ['filed', site('filed', false, true), '1005'],
  ['unfiled', site('filed', false), '1005'],
  ['unfiled', site('filed', null), '1005'],
  ['filed', site('filed', true, true), '1037'],
  ['unknown', site('filed', null, true), '1037'],
];

test('certificate, domain and access decide the kind, or what stands in the way', () => {
  for (const [entity, domain, wanted] of TABLE) {
    const { kind, obstacles } = decideKind({ entity, services: [[domain]] });
    const found = obstacles[0]?.code ?? kind;
    assert.equal(found, wanted, JSON.stringify([entity, domain]));
  }
});

const known = fc.constantFrom<Known>('filed', 'unfiled', 'unknown');
const domains = fc
  .array(
    fc.record({
      state: known,
      is_own: fc.constantFrom(true, false, null),
      is_here: fc.boolean(),
    }),
    { maxLength: 3 },
  )
  .map((all) => all.map(({ state, is_own, is_here }, at) => site(state, is_own, is_here, at * 2)));

test('whatever is known, it is one kind, and each domain that is not of it has one obstacle at its own row', () => {
  fc.assert(
    fc.property(known, fc.array(domains, { maxLength: 3 }), (entity, services) => {
      const { kind, why, is_sure, obstacles } = decideKind({ entity, services });
      assert.ok(ADDING.includes(kind) && why !== '');
      const all = [entity, ...services.flat().map(({ state }) => state)];
      assert.equal(is_sure, !all.includes('unknown'));
      for (const [service, rows] of services.entries()) {
        for (const fact of rows) {
          const mine = obstacles.filter(
            (one) =>
              one.service === service && one.domain === fact.row && one.code !== 'one_by_one',
          );
          const alone = decideKind({ entity, services: [[{ ...fact, row: 0 }]] });
          const fits = alone.obstacles.length === 0 && alone.kind === kind;
          assert.equal(mine.length, fits ? 0 : 1);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('an obstacle says what is so and what to do, and never who the other is', () => {
  for (const [entity, domain] of TABLE) {
    for (const { message, suggestion } of decideKind({ entity, services: [[domain]] }).obstacles) {
      assert.ok(message.includes(number) && suggestion.length > 5);
    }
  }
});

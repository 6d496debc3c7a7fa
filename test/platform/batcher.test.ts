import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { createBatcher, type Outcome } from '../../src/platform/batcher.ts';

const done = (value: string): Outcome<string> => ({ ok: true, value });

test('what arrives while work is under way goes together in the next go', async () => {
  const sizes: number[] = [];
  const batcher = createBatcher<number, string>({
    max: 100,
    inFlight: 1,
    run: async (items) => {
      sizes.push(items.length);
      await turn();
      return items.map((item) => done(`did ${item}`));
    },
  });
  const first = batcher.add(0);
  await turn();
  const rest = Array.from({ length: 50 }, (_, n) => batcher.add(n + 1));
  assert.equal(await first, 'did 0');
  assert.deepEqual(
    await Promise.all(rest),
    rest.map((_, n) => `did ${n + 1}`),
  );
  assert.deepEqual(sizes, [1, 50]);
});

test('each member has its own outcome: a go that fails is done one by one, and only the bad ones fail', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('good', 'poison', 'refused'), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      async (members, max, inFlight) => {
        const times = new Map<number, number>();
        let under = 0;
        const batcher = createBatcher<number, string>({
          max,
          inFlight,
          run: async (items) => {
            assert.ok(items.length <= max && ++under <= inFlight);
            await turn();
            under--;
            if (items.some((item) => members[item] === 'poison')) throw new Error('poison');
            return items.map((item): Outcome<string> => {
              times.set(item, (times.get(item) ?? 0) + 1);
              return members[item] === 'good'
                ? done(String(item))
                : { ok: false, error: new Error('refused') };
            });
          },
        });
        const all = await Promise.allSettled(members.map((_, n) => batcher.add(n)));
        for (const [n, outcome] of all.entries()) {
          assert.equal(outcome.status === 'fulfilled', members[n] === 'good');
          if (outcome.status === 'rejected')
            assert.match(String(outcome.reason), new RegExp(members[n]!));
          assert.equal(times.get(n) ?? 0, members[n] === 'poison' ? 0 : 1, 'done once');
        }
        await batcher.drained();
        assert.equal(under, 0);
      },
    ),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../../harness.ts';

const app = await start();
const { lineOf, page, pictured } = await import('../pages/stage.ts');
const { aForm } = await import('../../factories.ts');
const { givesNow, inOrder, noteGives } = await import('../../../src/filings/canned/gives.ts');
const { inTransaction } = await import('../../../src/platform/db.ts');
const customer = await app.signedIn('customer');
const reviewer = await app.signedIn('reviewer');

/** Sends a filing back for these reasons at the leader's mobile number, and for words of one's own. */
async function returned(reason: string) {
  const { filing_no, version } = await pictured(customer, 'provider_review', aForm());
  await reviewer.post(`/review/${filing_no}/claim`);
  const answer = await reviewer.post(`/review/${filing_no}/decision`, {
    ...{ version: String(version), decision: 'return', 'words:entity.name': '请写全称' },
    'reason:entity.leader.mobile': reason,
  });
  assert.equal(answer.status, 303);
}

async function offered(path: string): Promise<string[]> {
  const { filing_no } = await pictured(customer, 'provider_review', aForm());
  await reviewer.post(`/review/${filing_no}/claim`);
  const line = lineOf(await page(reviewer, `/review/${filing_no}`), path);
  return [...line.matchAll(/<option value="(\w+)"/g)].map(([, code = '']) => code);
}

test('what is given most stands first at its field, before it what is pinned; one’s own words are not counted', async () => {
  const before = (await offered('entity.leader.mobile')).filter((code) => code !== 'own');
  const last = before.at(-2) ?? '';
  const middle = before[1] ?? '';
  assert.ok(before.length > 3 && last !== middle);
  await returned(last);
  await returned(last);
  await returned(middle);
  assert.deepEqual((await offered('entity.leader.mobile')).slice(0, 2), [last, middle]);
  const gives = await givesNow(app.db);
  assert.deepEqual([gives.get(last)?.times, gives.get(middle)?.times], [2, 1]);
  assert.equal(gives.has('reviewer'), false);
  const first = before[0] ?? '';
  assert.equal((await reviewer.post(`/review/reasons/${first}/pin`)).status, 303);
  assert.deepEqual((await offered('entity.leader.mobile')).slice(0, 2), [first, last]);
  await reviewer.post(`/review/reasons/${first}/pin/removal`);
  assert.equal((await offered('entity.leader.mobile'))[0], last);
});

test('the list says where each reason lies, its words and how often it was given', async () => {
  await returned('mobile_unreachable');
  const html = await page(reviewer, '/review/reasons');
  const own = html.split('<li').find((part) => part.includes('mobile_unreachable')) ?? '';
  assert.match(own, /用过 \d+ 次/);
  assert.match(own, /手机/);
  assert.match(html, /还没有用过/);
  assert.equal((await reviewer.post('/review/reasons/none_such/pin')).status, 404);
  const acts = await app.db('audit_entries').where({ action: 'reason.pinned' });
  assert.equal(acts.length, 1);
});

test('many who give the same reasons at once are all counted', async () => {
  const marks = [{ code: 'photo_clothes' }, { code: 'picture_unclear' }, { code: 'reviewer' }];
  await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      inTransaction((trx) => noteGives(trx, at % 2 ? marks : marks.toReversed())),
    ),
  );
  const gives = await givesNow(app.db);
  assert.equal(gives.get('photo_clothes')?.times, 12);
  assert.equal(gives.get('picture_unclear')?.times, 12);
});

test('putting reasons in order loses none, and leaves alone what nobody gave', () => {
  const give = fc.record({
    times: fc.nat(3),
    pinned_at: fc.option(fc.date({ noInvalidDate: true })),
  });
  fc.assert(
    fc.property(fc.array(give, { maxLength: 12 }), (given) => {
      const items = given.map((_, at) => `r${at}`);
      const rows = given.map((one, at) => {
        const row = { id: at, rule_code: `r${at}`, last_at: null, ...one };
        return [row.rule_code, row] as const;
      });
      const sorted = inOrder(items, (item) => item, new Map(rows));
      assert.deepEqual(sorted.toSorted(), items.toSorted());
      assert.deepEqual(
        inOrder(items, (item) => item, new Map()),
        items,
      );
      const pinned = sorted.map((item) => new Map(rows).get(item)?.pinned_at !== null);
      assert.deepEqual(
        pinned,
        pinned.toSorted((a, b) => Number(b) - Number(a)),
      );
    }),
  );
});

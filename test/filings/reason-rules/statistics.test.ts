import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../../harness.ts';

const app = await start();
const { DAY } = await import('../../../src/platform/clock.ts');
const { refusalsIn, statisticsOf } = await import(
  '../../../src/filings/reason-rules/statistics.ts'
);
const { bookWith, tryOut } = await import('../../../src/filings/reason-rules/try-out.ts');
const { codesFor } = await import('../../../src/filings/reason-rules/sentences.ts');
const { SHIPPED_BOOK } = await import('../../../src/filings/reasons/index.ts');
const { page } = await import('../pages/stage.ts');
const auditor = await app.signedIn('auditor');
const from = new Date('2026-03-01T00:00:00+08:00');
const to = new Date('2026-07-01T00:00:00+08:00');
const after = (days: number) => new Date(from.getTime() + days * DAY);

async function refusal(
  filing_id: number,
  day: number,
  codes: string[],
  again: number | null,
  round = 1,
) {
  const row = { filing_id, round, path: '', province_code: filing_id > 5 ? '310000' : '330000' };
  await app
    .db('filing_refusals')
    .insert(codes.map((rule_code) => ({ ...row, rule_code, refused_at: after(day) })));
  if (again === null) return;
  await app.db('filing_events').insert({
    ...{ filing_id, at: after(again), event: 'resubmitted', status: 'provider_review' },
    ...{ actor_kind: 'user', actor_id: 1, words: null, expected_at: null },
  });
}

test('days run from the refusal to the next time a filing was handed in; the costliest reason comes first', async () => {
  await refusal(1, 1, ['domain_unverified', '1011'], 11);
  await refusal(2, 40, ['domain_unverified'], 44);
  await refusal(3, 45, ['1011'], 46);
  await refusal(1, 50, ['domain_unverified'], 56, 2);
  await refusal(6, 60, ['domain_unverified'], null);
  await refusal(7, 130, ['1011'], 131);
  const stats = statisticsOf(await refusalsIn(app.db, { from, to, province_code: '' }));
  assert.deepEqual(
    stats.map(({ months, ...one }) => [one, [...months].sort()]),
    [
      [
        {
          ...{ rule_code: 'domain_unverified', filings: 3, refusals: 4, open: 1 },
          ...{ median_days: 6, days: 20, first_share: 3 / 4 },
        },
        [
          ['2026-03', 1],
          ['2026-04', 3],
        ],
      ],
      [
        {
          ...{ rule_code: '1011', filings: 2, refusals: 2, open: 0 },
          ...{ median_days: 5.5, days: 11, first_share: 2 / 4 },
        },
        [
          ['2026-03', 1],
          ['2026-04', 1],
        ],
      ],
    ],
  );
  const shanghai = statisticsOf(await refusalsIn(app.db, { from, to, province_code: '310000' }));
  assert.deepEqual(
    shanghai.map(({ filings, open }) => [filings, open]),
    [[1, 1]],
  );
});

test('an auditor reads the statistics by period and province, and takes them along as a table', async () => {
  const asked = 'from=2026-03-01&to=2026-06-30';
  const html = (await page(auditor, `/reason-rules/statistics?${asked}&reason=1011`)).replace(
    /<[^>]+>/g,
    ' ',
  );
  assert.match(html, /域名未实名[\s\S]*手机号码无效/);
  assert.match(html, /手机号码无效，按月/);
  const csv = (await page(auditor, `/reason-rules/statistics.csv?${asked}`)).split('\r\n');
  assert.match(csv[0] ?? '', /中位天数.*2026-03,2026-04,2026-05,2026-06/);
  assert.match(csv[1] ?? '', /^domain_unverified,域名未实名,3,4,1,6,20,75%,1,3,0,0/);
  for (const odd of [
    'from=x&to=2026-99-99',
    'from=1900-01-01',
    'province_code=1',
    'to=2020-01-01&from=2026-01-01',
  ])
    await page(auditor, `/reason-rules/statistics?${odd}`);
});

const said = fc.constantFrom(
  '域名未实名',
  '电话空号',
  '月球基地',
  '海底光缆，空号',
  '水印',
  '天气很好',
);
const sentences = fc.array(fc.record({ text: said, times: fc.integer({ min: 1, max: 9 }) }), {
  maxLength: 20,
});
const pattern = fc.constantFrom('月球', '光缆~空号', '空号', '水印|天气', '域名~实名');

test('what a try-out counts is what counting one by one gives', async () => {
  await fc.assert(
    fc.asyncProperty(sentences, pattern, async (typed, pattern) => {
      const all = typed.map((one) => ({
        ...{ ...one, bureau_code: '', sentence_no: '', last_at: new Date(), filing_nos: [] },
      }));
      const rule = {
        ...{ bureau_code: '', pattern, group: '', label: '', paths: [''], message: 'x' },
        ...{ suggestion: '', who: 'customer', severity: 'reject' },
      };
      const row = { rule_code: 'GZ1', rule_json: JSON.stringify(rule) };
      const book = bookWith([], row);
      const found = await tryOut(all, { now: SHIPPED_BOOK, after: book }, 'GZ1');
      const count = (fits: (one: (typeof all)[number]) => boolean) =>
        all.filter(fits).reduce((sum, { times }) => sum + times, 0);
      assert.equal(
        found.answers,
        count(() => true),
      );
      assert.equal(
        found.known,
        count((one) => codesFor(one, book).length > 0),
      );
      assert.equal(
        found.known_now,
        count((one) => codesFor(one, SHIPPED_BOOK).length > 0),
      );
      assert.equal(
        found.own,
        count((one) => codesFor(one, book).includes('GZ1')),
      );
      assert.equal(found.own_now, 0);
    }),
    { numRuns: 60 },
  );
});

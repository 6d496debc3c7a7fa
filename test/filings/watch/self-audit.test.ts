import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawSample, sampleSize } from '../../../src/filings/watch/self-audit/draw.ts';
import { accuracyOf, lineNames, type Marks } from '../../../src/filings/watch/self-audit/lines.ts';
import { start } from '../../harness.ts';

const app = await start();
const { db } = app;
const { aWatched } = await import('./watched.ts');
const reviewer = await app.signedIn('reviewer');
const whole = (wrong: string[] = []) =>
  Object.fromEntries(lineNames.map((line) => [line, wrong.includes(line) ? 'wrong' : 'right']));

test('the sample is as large as the rule of the audits says', () => {
  const sizes = [0, 1, 2, 49, 50, 100, 101, 134, 1000, 100_000].map(sampleSize);
  assert.deepEqual(sizes, [0, 1, 2, 2, 3, 3, 4, 5, 30, 3000]);
});

test('a seed draws the same sample again, in whatever order the list is given; another seed may draw another', () => {
  const list = fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 200 });
  fc.assert(
    fc.property(list, fc.string(), (entities, seed) => {
      const drawn = drawSample(entities, seed);
      assert.equal(drawn.length, sampleSize(entities.length));
      assert.equal(new Set(drawn).size, drawn.length);
      assert.ok(drawn.every((one) => entities.includes(one)));
      assert.deepEqual(drawSample(entities.toReversed(), seed), drawn);
    }),
  );
  const many = Array.from({ length: 200 }, (_, n) => `ZT${n}`);
  assert.notDeepEqual(drawSample(many, 'a'), drawSample(many, 'b'));
});

test('accuracy is the share of records with nothing wrong, told when all are checked', () => {
  const right = whole() as Marks; // its values are verdicts
  const wrong = whole(['access_ip']) as Marks;
  assert.deepEqual(accuracyOf([right, wrong, {}]), {
    checked: 2,
    right: 1,
    sample: 3,
    percent: null,
  });
  assert.equal(accuracyOf([right, wrong, right]).percent, 66.7);
  assert.equal(accuracyOf([]).percent, null);
});

test('a round is opened, filled in line by line, closed, and stays as it is', async () => {
  const nobody = await reviewer.post('/self-audits', { province_code: '330000' });
  assert.equal(nobody.status, 422);
  for (let n = 0; n < 5; n++) await aWatched();
  await aWatched({ codes: ['ip_mismatch'] });
  const opened = await reviewer.post('/self-audits', { province_code: '330000' });
  const at = opened.headers.get('location') ?? '';
  assert.match(at, /^\/self-audits\/ZC/);
  const audit = await db('self_audits').first();
  const items = await db('self_audit_items').orderBy('position');
  assert.equal(audit?.population, 6);
  assert.equal(items.length, 2);
  const { entitiesIn } = await import('../../../src/filings/watch/self-audit/audits.ts');
  const drawn = drawSample(await entitiesIn(db, '330000'), audit?.seed ?? '');
  assert.deepEqual(
    items.map(({ entity_no }) => entity_no),
    drawn,
    'anybody can draw it again',
  );

  const page = await (await reviewer.get(`${at}/items/1`)).text();
  assert.match(page, /138\*+0000|138\*\*\*\*/);
  assert.doesNotMatch(page, /13800000000|110105194912310021/);
  assert.equal((await reviewer.post(`${at}/items/1`, { cert_entity: 'right' })).status, 422);
  const first = await reviewer.post(`${at}/items/1`, {
    ...whole(['phone_entity_mobile']),
    note: '停机',
  });
  assert.equal(first.headers.get('location'), `${at}/items/2`);
  assert.equal((await reviewer.post(`${at}/closing`)).status, 409, 'not all is filled in');
  await reviewer.post(`${at}/items/2`, whole());
  assert.match(await (await reviewer.get(at)).text(), /50%/);
  assert.equal((await reviewer.post(`${at}/closing`)).status, 303);
  assert.equal((await reviewer.post(`${at}/items/2`, whole(['access_ip']))).status, 409);
  const report = await (await reviewer.get(`${at}/report`)).text();
  assert.match(report, /准确率[\s\S]*50%/);
  assert.match(report, /停机/);
});

test('what the watch saw fills the two lines of access in beforehand', async () => {
  const { itemPage } = await import('../../../src/filings/watch/self-audit/item-page.ts');
  const off = await db('watch_findings').where({ code: 'ip_mismatch' }).first();
  const row = await db('watched_domains')
    .where({ id: off?.watched_id ?? 0 })
    .first();
  const service = await db('filing_services')
    .where({ service_no: row?.service_no ?? '' })
    .first();
  const entity = await db('filing_entities')
    .where({ bureau_entity_id: service?.bureau_entity_id ?? '' })
    .first();
  const item = {
    id: 0,
    audit_id: 0,
    position: 1,
    marks_json: '{}',
    note: '',
    checked_by: null,
    checked_at: null,
  };
  const { lines } = await itemPage(db, { ...item, entity_no: entity?.entity_no ?? '' });
  const value = (name: string) => lines.find((line) => line.name === name)?.value;
  assert.deepEqual(
    [value('access_ip'), value('access_provider'), value('cert_entity')],
    ['wrong', 'right', ''],
  );
});

test('numbers and phones are opened only for somebody who says why, and that is recorded', async () => {
  const audit = await db('self_audits').first();
  const at = `/self-audits/${audit?.audit_no}/items/1/people`;
  assert.equal((await reviewer.post(at, { reason: '' })).status, 422);
  const opened = await (await reviewer.post(at, { reason: '电话核实' })).text();
  assert.match(opened, /13800000000/);
  const entry = await db('audit_entries').where({ action: 'self_audit.revealed' }).first();
  assert.equal(entry?.subject, `self_audit:${audit?.audit_no}`);
  const operator = await app.signedIn('operator');
  assert.equal((await operator.get(at)).status, 403);
});

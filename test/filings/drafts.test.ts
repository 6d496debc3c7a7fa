import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../harness.ts';

const app = await start();
const { aFiling, aPerson, filingNow } = await import('../factories.ts');
const { createFiling } = await import('../../src/filings/steps/create-filing.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
const { openForm } = await import('../../src/filings/drafts/draft.ts');
const customer = await aPerson();

async function aDraft(kind = '4') {
  const { filing_no } = await createFiling(customer, {
    entity_kind: kind,
    province_code: '330000',
  });
  return { filing_no, version: 1 };
}
const formNow = async (filing_no: string) => openForm(await filingNow(filing_no));
const save = (filing_no: string, version: number, changes: Record<string, string | string[]>) =>
  saveDraft(filing_no, customer, { version, changes });

test('a draft keeps what was typed, and says when it was saved and what is wrong with it', async () => {
  const { filing_no } = await aDraft();
  const saved = await save(filing_no, 1, { 'entity.leader.mobile': '1380', 'entity.name': '青禾' });
  assert.equal(saved.saved, true);
  assert.equal(saved.version, 2);
  assert.ok(saved.saved_at.getTime() > Date.now() - 60_000);
  assert.deepEqual(
    [...new Set(saved.findings.map(({ path }) => path))].includes('entity.leader.mobile'),
    true,
  );
  assert.ok(saved.findings.every(({ path }) => /^entity\.(leader\.mobile|name)$/.test(path)));
  const form = await formNow(filing_no);
  assert.equal(form.entity.leader.mobile, '1380');
  assert.equal(form.entity.name, '青禾');
});

test('nothing a person typed lies in the clear in the database', async () => {
  const { filing_no } = await aDraft();
  await save(filing_no, 1, {
    'entity.name': '独一无二的名字',
    'entity.leader.mobile': '13912345678',
  });
  const rows = JSON.stringify(await app.db('filings').where({ filing_no }));
  assert.ok(!rows.includes('独一无二') && !rows.includes('13912345678'));
});

test('two windows that change different fields both keep their words', async () => {
  const { filing_no } = await aDraft();
  await save(filing_no, 1, { 'entity.name': '甲' });
  const second = await save(filing_no, 1, { 'entity.remark': '乙' });
  assert.equal(second.saved, true);
  assert.deepEqual(second.others, [{ path: 'entity.name', value: '甲' }]);
  const form = await formNow(filing_no);
  assert.deepEqual([form.entity.name, form.entity.remark], ['甲', '乙']);
});

test('two windows that change the same field: the second is shown both, and overwrites nothing', async () => {
  const { filing_no } = await aDraft();
  await save(filing_no, 1, { 'entity.name': '甲' });
  const second = await save(filing_no, 1, { 'entity.name': '乙', 'entity.remark': '丙' });
  assert.ok(!second.saved);
  assert.deepEqual(second.conflict, [{ path: 'entity.name', theirs: '甲', mine: '乙' }]);
  const form = await formNow(filing_no);
  assert.deepEqual([form.entity.name, form.entity.remark], ['甲', '丙']);
  const chosen = await save(filing_no, second.version, { 'entity.name': '乙' });
  assert.equal(chosen.saved, true);
  assert.equal((await formNow(filing_no)).entity.name, '乙');
});

test('a window that posts its whole page unchanged overwrites nothing and is no conflict', async () => {
  const { filing_no } = await aDraft();
  await save(filing_no, 1, { 'entity.name': '甲', 'services.0.content_types': ['5', '7'] });
  const stale = await save(filing_no, 1, {
    'entity.name': '',
    'entity.remark': '只改了备注',
    present: ['services.0.content_types'],
  });
  assert.equal(stale.saved, true);
  const form = await formNow(filing_no);
  assert.deepEqual(form.services[0]?.content_types, ['5', '7']);
  assert.deepEqual([form.entity.name, form.entity.remark], ['甲', '只改了备注']);
});

test('eight windows saving different fields at once lose nothing', async () => {
  const { filing_no } = await aDraft();
  const fields = ['name', 'id_number', 'id_address', 'remark', 'investor', 'mailing_address'];
  const paths = [
    ...fields.map((field) => `entity.${field}`),
    'services.0.name',
    'services.0.remark',
  ];
  const saves = await Promise.all(
    paths.map((path) => save(filing_no, 1, { [path]: `的 ${path}` })),
  );
  assert.ok(saves.every(({ saved }) => saved));
  const { entity, services } = await formNow(filing_no);
  assert.equal(entity.name + entity.remark, '的 entity.name的 entity.remark');
  assert.equal(services[0]?.remark, '的 services.0.remark');
});

const PATHS = ['entity.name', 'entity.remark', 'services.0.name'];
const action = fc.record({
  tab: fc.constantFrom(0, 1),
  path: fc.constantFrom(...PATHS),
  value: fc.constantFrom('', '1', '2'),
});

test('any sequence of saves from two windows is the last writer per field, with every conflict told', async () => {
  const property = fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
    const { filing_no } = await aDraft();
    const seen = [1, 1];
    let version = 1;
    const history = new Map(PATHS.map((path) => [path, [{ version: 0, value: '' }]]));
    for (const { tab, path, value } of actions) {
      const base = seen[tab] ?? 1;
      const story = history.get(path) ?? [];
      const held = story.at(-1);
      const atBase = story.findLast((entry) => entry.version <= base);
      assert.ok(held && atBase);
      const same = held.value === value;
      const untouched = atBase.value === value;
      const fresh = held.version <= base;
      const answer = await save(filing_no, base, { [path]: value });
      const conflicts = !same && !fresh && !untouched;
      assert.equal(answer.saved, !conflicts);
      if (!same && fresh) story.push({ version: ++version, value });
      assert.equal(answer.version, version);
      const others = [...history].filter(
        ([each, entries]) => (entries.at(-1)?.version ?? 0) > base && each !== path,
      );
      assert.deepEqual(
        answer.others
          .map((other) => other.path)
          .filter((each) => each !== path)
          .sort(),
        others.map(([each]) => each).sort(),
      );
      seen[tab] = answer.version;
    }
    const form = await formNow(filing_no);
    const [service] = form.services;
    const now = [form.entity.name, form.entity.remark, service?.name];
    assert.deepEqual(
      now,
      [...history.values()].map((story) => story.at(-1)?.value),
    );
  });
  await fc.assert(property, { numRuns: 40 });
});

test("another customer's draft does not exist for him", async () => {
  const { filing_no } = await aDraft();
  const stranger = await aPerson();
  const attempt = saveDraft(filing_no, stranger, { version: 1, changes: { 'entity.name': '贼' } });
  await assert.rejects(attempt, { code: 'not_found' });
  assert.equal((await formNow(filing_no)).entity.name, '');
});

test('a filing under review is closed for changes', async () => {
  const row = await aFiling({ customer, status: 'provider_review' });
  await assert.rejects(save(row.filing_no, row.version, { 'entity.name': '改' }), {
    code: 'conflict',
  });
});

test('strange input changes nothing and breaks nothing', async () => {
  const { filing_no } = await aDraft();
  const saved = await save(filing_no, 1, {
    '__proto__.polluted': 'x',
    'services.19.name': 'x',
    'services.0.nope': 'x',
    nothing: 'x',
    'entity.leader': 'x',
  });
  assert.equal(saved.saved, true);
  assert.equal((await formNow(filing_no)).services.length, 1);
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}`;
const active = () => db('bureau_profiles').where({ active_name: 'V3.0' }).first();
const shipped = JSON.parse((await active())!.document_json);

/** Saves a changed copy of what is shipped; gives its version. */
async function save(change: (document: typeof shipped) => void, note = '改一处') {
  const document = structuredClone(shipped);
  change(document);
  const document_json = JSON.stringify(document);
  const answer = await operator.post(`${place}/1`, { document_json, name: 'V3.0', note });
  assert.equal(answer.status, 303);
  return Number(answer.headers.get('location')?.split('/').at(-1));
}
const activate = (version: number, seen: number) =>
  operator.post(`${place}/${version}/activation`, { seen: String(seen) });

test('what is shipped is in force from the first start, once', async () => {
  const { keepShippedProfile } = await import('../../../src/bureau/index.ts');
  await Promise.all([keepShippedProfile(db), keepShippedProfile(db)]);
  const rows = await db('bureau_profiles');
  assert.deepEqual(
    rows.map(({ version, status, source }) => [version, status, source]),
    [[1, 'active', 'shipped']],
  );
});

test('only who manages bureaus sees and changes profiles', async () => {
  const customer = await app.signedIn('customer');
  for (const path of ['/bureau-profiles', `${place}/1`]) {
    assert.equal((await operator.get(path)).status, 200, path);
    assert.equal((await customer.get(path)).status, 403, path);
    assert.equal((await app.client().get(path)).status, 303, path);
  }
  for (const path of ['/bureau-profiles/checks', `${place}/1`, `${place}/1/activation`])
    assert.equal((await customer.post(path, {})).status, 403, path);
});

test('a change is a new version, shown place by place, put in force and taken back, and is on record', async () => {
  const version = await save((document) => {
    document.parts.certificate[0].children[0].name = 'Zjlb';
  });
  const page = await (await operator.get(`${place}/${version}`)).text();
  assert.match(page, /parts\/certificate\/Zj\/children/);
  assert.equal((await active())?.version, 1);
  assert.equal((await activate(version, 1)).status, 303);
  assert.equal((await active())?.version, version);
  await activate(1, version);
  assert.equal((await active())?.version, 1);
  const entries = await db('audit_entries').where({ subject: 'profile:V3.0' }).orderBy('id');
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['profile.saved', 'profile.activated', 'profile.activated'],
  );
});

test('of two who activate at once, the second is told, and one version is in force', async () => {
  const first = await save(() => {});
  const second = await save(() => {});
  const seen = (await active())!.version;
  await Promise.all([activate(first, seen), activate(second, seen)]);
  const inForce = await db('bureau_profiles').where({ status: 'active' });
  assert.equal(inForce.length, 1);
  await activate(1, inForce[0]!.version);
});

test('a broken document is told place by place, kept as a draft, and never put in force', async () => {
  const broken: [RegExp, (document: typeof shipped) => void][] = [
    [/wire/, (d) => delete d.wire],
    [/uploads\.initial\.record/, (d) => (d.uploads.initial.record.name = '1 <x>')],
    [/没有名为“nobody”/, (d) => d.parts.contact.push({ part: 'nobody' })],
    [/包含了它自己/, (d) => d.parts.contact.push({ part: 'contact' })],
    [/来源/, (d) => d.parts.contact.push({ name: 'X', from: 'a', value: 'b' })],
    [/表达式/, (d) => d.parts.contact.push({ name: 'X', pick: 'a[' })],
    [/文本/, (d) => d.parts.contact.push({ name: 'X', text: '{{ a | }} {% for %}' })],
    [/其他代码/, (d) => delete d.wire.reactions['*']],
  ];
  for (const [words, change] of broken) {
    const version = await save(change);
    assert.match(await (await operator.get(`${place}/${version}`)).text(), words);
    await activate(version, 1);
    assert.equal((await active())?.version, 1, String(words));
  }
});

test('what is no JSON, or has no note, comes back as it was typed', async () => {
  for (const document_json of ['{"title": ', '']) {
    const check = await operator.post('/bureau-profiles/checks', { document_json });
    assert.match(await check.text(), /不是有效的 JSON/);
  }
  const sent = { document_json: '{"typed":"第一行"}', name: 'V3.0', note: '' };
  const answer = await operator.post(`${place}/1`, sent);
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /第一行/);
  assert.match(html, /请写明改了什么/);
});

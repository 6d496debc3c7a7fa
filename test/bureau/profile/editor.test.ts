import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';
import { byForms } from './by-forms.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}/1`;
const forms = byForms(operator, place);
const shipped = JSON.parse(
  (await db('bureau_profiles').where({ active_name: 'V3.0' }).first())!.document_json,
);
const draft = async () => {
  const row = await db('bureau_profile_drafts').first();
  return row ? JSON.parse(row.document_json) : null;
};
const discard = async () => db('bureau_profile_drafts').delete();
const ENTITY = '/uploads/initial';

test('every element of a kind stands in its line, with where it comes from', async () => {
  const page = await forms.pageAt(ENTITY);
  for (const words of [
    'Baxx',
    'Zt_xx',
    'Dwmc',
    '我们的字段 name',
    '从 entity 起',
    '≤ 255',
    '代为报备',
  ])
    assert.ok(page.includes(words), words);
  assert.match(await forms.pageAt('/parts/contact'), /用到它的有：公共部分 entity_leader/);
});

test('elements are renamed, added, moved and taken out, and what was not touched stays as it was', async () => {
  const answer = await forms.rename(ENTITY, 'Dwmc', 'Zbzmc');
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), `${place}/uploads/initial#e-0.0.1`);
  const at = await forms.find(ENTITY, 'Zbzmc');
  const field = {
    shape: 'leaf',
    source: 'from',
    source_value: 'kind',
    as: 'text',
    optional: 'yes',
  };
  await forms.add(ENTITY, at, { ...field, where: 'after', name: 'Kzxx' });
  await forms.add(ENTITY, '0.0', {
    shape: 'children',
    where: 'inside',
    name: 'Kzz',
    optional: 'yes',
  });
  await forms.add(ENTITY, await forms.find(ENTITY, 'Kzz'), {
    ...{ shape: 'choice', where: 'inside', name: 'A', source_value: 'a' },
    ...{ other_name: 'B', other_value: 'b' },
  });
  await forms.add(ENTITY, await forms.find(ENTITY, 'Kzz'), {
    ...{ shape: 'part', where: 'before', part: 'certificate', in: 'leader' },
  });
  await forms.move(ENTITY, await forms.find(ENTITY, 'Kzxx'), 'up');
  await forms.move(ENTITY, await forms.find(ENTITY, 'Tzr'), 'remove');

  const wanted = structuredClone(shipped);
  const { children } = wanted.uploads.initial.record.children[0];
  children[1].name = 'Zbzmc';
  children.splice(1, 0, { name: 'Kzxx', from: 'kind', optional: true });
  const kzz = {
    name: 'Kzz',
    optional: true,
    children: [
      {
        choice: [
          { name: 'A', from: 'a' },
          { name: 'B', from: 'b' },
        ],
      },
    ],
  };
  children.push({ part: 'certificate', in: 'leader' }, kzz);
  children.splice(
    children.findIndex(({ name }: { name: string }) => name === 'Tzr'),
    1,
  );
  assert.deepEqual(await draft(), wanted);
  await discard();
});

test('opening every element of every tree and saving it unchanged changes nothing', async () => {
  const trees = [
    ...Object.keys(shipped.uploads).map((name) => `/uploads/${name}`),
    ...Object.keys(shipped.parts).map((name) => `/parts/${name}`),
    '/tail',
  ];
  for (const tree of trees) {
    const places: RegExpMatchArray[] = [
      ...(await forms.pageAt(tree)).matchAll(/<tr id="e-([\d.]+)"/g),
    ];
    assert.ok(places.length > 0, tree);
    const [, at = ''] = places.at(Math.floor(places.length / 2)) ?? [];
    assert.equal((await forms.element(tree, at, {})).status, 303, `${tree} ${at}`);
  }
  for (const section of ['/wire', '/pace', '/codes', '/uploads/initial']) {
    const answer = await forms.section(section, {});
    const told = /id="errors">[\s\S]*?<\/ol>/.exec(await answer.text());
    assert.equal(answer.status, 303, `${section} ${told?.[0]}`);
  }
  assert.deepEqual(await draft(), shipped);
  await discard();
});

test('what is wrong is told at its field with what was typed, and is not kept', async () => {
  const at = await forms.find('/parts/contact', 'Fzr_sjhm');
  const wrong: [Record<string, string>, string, RegExp][] = [
    [{ name: '1 <x>' }, 'name', /元素名只能用/],
    [{ source_value: 'Leader Name' }, 'source_value', /字段路径写法不对/],
    [{ source: 'pick', source_value: 'a[' }, 'source_value', /表达式/],
    [{ max: 'zwölf' }, 'max', /格式不正确/],
    [{ when: 'a ==' }, 'when', /表达式/],
    [{ blame: 'A B' }, 'blame', /字段路径/],
  ];
  for (const [change, field, words] of wrong) {
    const answer = await forms.element('/parts/contact', at, change);
    const page = await answer.text();
    assert.equal(answer.status, 422, JSON.stringify(change));
    const told = new RegExp(`id="${field}-message" data-level="error"[^>]*>([^<]*)<`).exec(page);
    assert.match(told?.[1] ?? '', words);
  }
  const sent = await forms.section('/wire', {
    'wire.random_length': '3',
    'wire.reactions.row.4.minutes': '',
    'wire.calls.upload.row.0.name': '',
  });
  assert.equal(sent.status, 422);
  assert.match(await sent.text(), /id="wire.random_length-message" data-level="error"/);
  assert.equal(await draft(), null);
});

test('a broken version is mended on its forms: the fault stands at the line', async () => {
  const document = structuredClone(shipped);
  document.parts.contact.push({ name: 'X', from: 'a', value: 'b' });
  const typed = { document_json: JSON.stringify(document), name: 'broken', note: '坏的' };
  await operator.post(place, typed);
  const broken = byForms(operator, '/bureau-profiles/broken/1');
  const page = await broken.pageAt('/parts/contact');
  assert.match(page, /<tr id="e-3" data-tone="bad">[\s\S]*?须且只能有一个来源/);
  await broken.move('/parts/contact', '3', 'remove');
  assert.doesNotMatch(await broken.pageAt('/parts/contact'), /data-tone="bad"/);
  await discard();
});

test('two windows do not overwrite each other, and a draft is seen by who makes it alone', async () => {
  const at = await forms.find('/parts/contact', 'Fzr_sjhm');
  await forms.element('/parts/contact', at, { name: 'One' });
  const late = await forms.element('/parts/contact', at, { name: 'Two', seen: '0' });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /别的窗口/);
  const both = await Promise.all([
    forms.element('/parts/contact', at, { name: 'Three' }),
    forms.element('/parts/contact', at, { name: 'Four' }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409]);
  const other = byForms(await app.signedIn('administrator'), place);
  assert.match(await other.pageAt('/parts/contact'), /Fzr_sjhm/);
  assert.doesNotMatch(await other.pageAt('/draft'), /Three|Four/);
  await discard();
});

test('several changes become one version with one note, on record, and the draft is gone', async () => {
  await forms.rename('/parts/certificate', 'Zjlx', 'Zjlb');
  await forms.section('/pace', { 'pace.hours': '09:00-18:00', 'pace.calls_per_hour': '60' });
  await forms.section('/codes', { 'codes.row.0.code': '2101', 'codes.row.0.means': '1010' });
  await forms.section('/uploads/initial', {});
  assert.match(await forms.pageAt('/draft'), /Zjlb[\s\S]*还没有|Zjlb/);
  assert.equal((await forms.save('')).status, 422);
  const saved = await forms.save('三处');
  const location = saved.headers.get('location') ?? '';
  assert.match(location, /V3\.0\/2$/);
  const row = await db('bureau_profiles').where({ name: 'V3.0', version: 2 }).first();
  const document = JSON.parse(row!.document_json);
  assert.deepEqual(document.codes, { '2101': { means: '1010' } });
  assert.equal(document.pace.hours, '09:00-18:00');
  assert.equal(document.parts.certificate[0].children[0].name, 'Zjlb');
  assert.equal(await draft(), null);
  const entries = await db('audit_entries').where({
    action: 'profile.saved',
    subject: 'profile:V3.0',
  });
  assert.equal(entries.length, 1);
});

test('changes are thrown away only as they were seen', async () => {
  await forms.rename('/parts/certificate', 'Zjlx', 'Zjlb');
  assert.equal((await operator.post(`${place}/draft/removal`, { seen: '9' })).status, 409);
  assert.ok(await draft());
  await operator.post(`${place}/draft/removal`, { seen: '1' });
  assert.equal(await draft(), null);
});

test('what is not there is not found, and the outermost element stays', async () => {
  for (const path of ['/uploads/nobody', '/parts/constructor', '/parts/__proto__'])
    assert.equal((await operator.get(`${place}${path}`)).status, 404, path);
  for (const how of ['remove', 'up', 'down'] as const) {
    await forms.move(ENTITY, '0', how);
    assert.equal(await draft(), null, how);
  }
  const field = { shape: 'leaf', source: 'value', source_value: 'x', as: 'text', name: 'X' };
  assert.equal((await forms.add(ENTITY, '0', { ...field, where: 'after' })).status, 422);
  assert.equal((await forms.add(ENTITY, '0.99', { ...field, where: 'after' })).status, 409);
});

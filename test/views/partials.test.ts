import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { frameFor, pages, render, renderPage, root, viewsUnder } from './stage.ts';

const read = (view: string) => readFileSync(join(root, view), 'utf8');
const frame = frameFor('operator');
const partial = (name: string, given: object) => render(`partials/${name}`, { ...frame, ...given });

/** The name that a partial's one object goes by. */
const argumentOf = (name: string) => name.replaceAll('-', '_');

/** Partials that take an object of their own, with what they need at least. */
const LEAST: Record<string, object> = {
  badge: { text: '已备案' },
  notice: { tone: 'info' },
  errors: { items: [{ href: '#a', label: '名称', message: '必填' }] },
  empty: { title: '还没有备案' },
  time: { iso: '2026-11-22T06:03:21Z', text: '14:03', title: '14:03:21' },
  copy: { value: 'x' },
  field: { name: 'a', label: '名称', value: '' },
  choice: { name: 'a', label: '性质', value: null, options: [{ value: '1', label: '企业' }] },
  check: { name: 'a', label: '同意', checked: false },
  file: { name: 'a', label: '照片', documents: [] },
  filters: { action: '/', fields: [] },
  table: { caption: '列表', columns: [{ label: '名称' }], rows: [{ cells: ['x'] }], empty: null },
  pager: { previous_href: null, next_href: '#' },
  tabs: { label: '页', items: [] },
  timeline: { items: [{ state: 'now', title: '提交' }] },
  steps: { items: [{ href: null, label: '证件', state: 'empty' }] },
  countdown: { until: '2026-11-22T06:03:21Z', text: '14:03 前' },
  skeleton: {},
  stat: { label: '今日', value: '1' },
  reveal: { masked: '3…4', url: '/x' },
  qr: { src: '/x', alt: '二维码' },
  progress: { label: '导入', value: null },
  'save-state': { text: '', version: 1 },
  viewer: { label: '材料', pictures: [] },
};

test('every sample page and every layout renders', async () => {
  for (const page of pages) assert.match(await renderPage(page), /<\/html>/);
  for (const layout of ['app', 'plain', 'print', 'mail']) {
    const html = await render(`layouts/${layout}`, { ...frame, body: '<p>内容</p>' });
    assert.match(html, /<p>内容<\/p>/);
  }
});

test('the style guide shows every partial', () => {
  const shown = new Set<string>();
  const follow = (view: string) => {
    for (const [, target = ''] of read(view).matchAll(/include\('([^']+)'/g)) {
      const name = basename(target);
      if (shown.has(name)) continue;
      shown.add(name);
      follow(join(target.includes('partials/') ? 'views/partials' : folderOf(view), `${name}.ejs`));
    }
  };
  for (const view of [...viewsUnder('styleguide'), 'views/layouts/app.ejs']) follow(view);
  const all = viewsUnder('partials').map((view) => basename(view, '.ejs'));
  assert.deepEqual(
    all.filter((name) => !shown.has(name)),
    [],
  );
});

test('a partial says in its first line what it takes', () => {
  for (const view of viewsUnder('partials')) assert.match(read(view), /^<%# .{15,}/, view);
});

test('a partial renders with the least it needs, and refuses a name it does not know', async () => {
  for (const [name, least] of Object.entries(LEAST)) {
    assert.ok((await partial(name, { [argumentOf(name)]: least })).trim(), name);
    const mistyped = { [argumentOf(name)]: { ...least, hnit: 'x' } };
    await assert.rejects(partial(name, mistyped), /unknown hnit/, name);
  }
});

test('a partial refuses to do without what it needs', async () => {
  for (const [name, least] of Object.entries(LEAST)) {
    for (const key of Object.keys(least)) {
      const rest = Object.fromEntries(Object.entries(least).filter(([each]) => each !== key));
      await assert.rejects(partial(name, { [argumentOf(name)]: rest }), /is missing/, name);
    }
  }
});

test('a local of the page never slips into a partial', async () => {
  const html = await partial('field', { field: LEAST['field'], error: '漏进来了', hint: '漏' });
  assert.doesNotMatch(html, /漏/);
});

test('nothing a person types becomes markup', async () => {
  const nasty = fc.string().map((text) => `${text}<script>"'><img src=x onerror=1>`);
  await fc.assert(
    fc.asyncProperty(nasty, async (text) => {
      const shown = await Promise.all([
        partial('field', {
          field: { name: 'a', label: text, value: text, error: text, old: text },
        }),
        partial('field', { field: { name: 'a', label: 'a', value: text, type: 'textarea' } }),
        partial('table', {
          table: { ...LEAST['table'], rows: [{ cells: [{ text, sub: text }] }] },
        }),
        partial('errors', { errors: { items: [{ href: text, label: text, message: text }] } }),
        partial('flash', { flash: { kind: 'error', text } }),
        partial('copy', { copy: { value: text } }),
        partial('reveal', { reveal: { masked: text, url: text } }),
      ]);
      for (const html of shown) assert.doesNotMatch(html, /<script>|<img src=x/);
    }),
    { numRuns: 20 },
  );
});

test('a rehearsal is announced on every page, and only then', async () => {
  for (const layout of ['app', 'plain']) {
    assert.match(
      await render(`layouts/${layout}`, { ...frame, body: '' }),
      /演练环境：通信管理局、邮件不连接真实系统/,
    );
    const site = { ...frame.site, sandboxes: [] };
    assert.doesNotMatch(
      await render(`layouts/${layout}`, { ...frame, site, body: '' }),
      /演练环境/,
    );
  }
});

test('a refusal shows its number, its reason and the number of the request', async () => {
  for (const status of [400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503, 418, 502]) {
    const refusal = { status, code: 'x', message: '原因在此', fields: { a: '字段在此' } };
    const html = await render('errors/error', { ...frame, ...refusal });
    for (const part of [String(status), '原因在此', '字段在此', frame.request_id]) {
      assert.ok(html.includes(part), `${status}: ${part}`);
    }
  }
});

function folderOf(view: string): string {
  return view.slice(0, view.lastIndexOf('/'));
}

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { renderPage, root, viewsUnder } from './stage.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const zipped = (text: string) => gzipSync(text).length;
const filesIn = (folder: string) =>
  readdirSync(join(root, 'public', folder)).map((name) => join('public', folder, name));
const sheets = filesIn('css');
const scripts = filesIn('js');

/** Bytes over the wire on a customer's first visit, pictures aside. */
const PAGE_BUDGET = 100 * 1024;
// Of all of them together, operators' pages included; a customer's page gets less.
const SHEETS_AND_SCRIPTS_BUDGET = 52 * 1024;

test('views leave nothing unescaped, and hold no script, style or handler', () => {
  for (const view of viewsUnder('.')) {
    const text = read(view).replaceAll(/<%#[\s\S]*?%>/g, '');
    for (const [whole] of text.matchAll(/<%-[\s\S]*?%>/g)) {
      assert.match(whole, /^<%-\s*(include\(|body\s*-?%>)/, `${view}: ${whole}`);
    }
    assert.doesNotMatch(text, /\sstyle\s*=/i, view);
    assert.doesNotMatch(text, /\son[a-z]+\s*=\s*["'<]/i, view);
    assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)|<style|javascript:/i, view);
  }
});

test('a behaviour is one small module that asks no other host', () => {
  for (const file of scripts) {
    const text = read(file);
    assert.ok(text.trimEnd().split('\n').length <= 90, `${file} is longer than 90 lines`);
    assert.doesNotMatch(text, /https?:\/\/|\beval\(|new Function|innerHTML/, file);
  }
});

test('app.js knows every behaviour, and no other', () => {
  const known = [...read('public/js/app.js').matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  const helpers = ['app', 'form-words', 'send-back', 'send-draft', 'send-picture', 'ticks'];
  const there = scripts
    .map((file) => basename(file, '.js'))
    .filter((name) => !helpers.includes(name));
  assert.deepEqual(known.sort(), there.sort());
});

test('style sheets and scripts stay small enough for a slow phone', async () => {
  const all = [...sheets, ...scripts].reduce((sum, file) => sum + zipped(read(file)), 0);
  assert.ok(all <= SHEETS_AND_SCRIPTS_BUDGET, `${all} bytes`);
  const page = zipped(await renderPage('step')) + all;
  assert.ok(page <= PAGE_BUDGET, `${page} bytes`);
});

test('style sheets name colours only where the tokens are made', () => {
  for (const file of sheets.filter((each) => !/tokens|print/.test(each))) {
    const named = read(file).match(/#[0-9a-f]{3,8}\b|rgba?\(|hsl/gi) ?? [];
    const paper = named.filter((colour) => !['#fff', '#000'].includes(colour));
    assert.deepEqual(paper, [], file);
  }
});

test('dark is the same whether chosen or taken from the system', () => {
  const { chosen, system } = darkBlocks();
  assert.ok(Object.keys(chosen).length > 20);
  assert.deepEqual(system, chosen);
});

test('text and controls stand out enough, light and dark', () => {
  const light = tokensOf(read('public/css/tokens.css').split('[data-theme="dark"]')[0] ?? '');
  for (const theme of [light, { ...light, ...darkBlocks().chosen }]) {
    for (const [front, back, least] of PAIRS) {
      const ratio = contrast(theme[front] ?? '', theme[back] ?? '');
      assert.ok(ratio >= least, `--${front} on --${back}: ${ratio.toFixed(2)}`);
    }
  }
});

test('every icon that a view names is in the sprite, and every symbol has its own name', () => {
  const ids = [...read('public/img/icons.svg').matchAll(/<symbol id="([^"]+)"/g)].map(
    ([, id]) => id,
  );
  assert.equal(new Set(ids).size, ids.length);
  for (const view of viewsUnder('.')) {
    for (const [, name] of read(view).matchAll(/\bicon: '([a-z-]+)'/g)) {
      assert.ok(ids.includes(name), `${view}: ${name}`);
    }
  }
});

test('the icons of the navigation are in the sprite', () => {
  const sprite = read('public/img/icons.svg');
  for (const [, name] of read('src/navigation.ts').matchAll(/\bicon: '([a-z-]+)'/g)) {
    assert.ok(sprite.includes(`<symbol id="${name}"`), name);
  }
});

const GROUNDS = ['paper', 'surface', 'sunken'];
const TONES = ['ok', 'warn', 'bad'];
/** Front, ground, and the least contrast: 4.5 for words, 3 for the edges of controls (WCAG 2.2 AA). */
const PAIRS: [string, string, number][] = [
  ...['ink', 'ink-2', 'ink-3', 'brand', 'brand-strong'].flatMap((front) =>
    GROUNDS.map((back): [string, string, number] => [front, back, 4.5]),
  ),
  ...TONES.flatMap((tone): [string, string, number][] => [
    [tone, 'surface', 4.5],
    [tone, 'paper', 4.5],
    [tone, `${tone}-soft`, 4.5],
    ['ink', `${tone}-soft`, 4.5],
    ['ink-2', `${tone}-soft`, 4.5],
  ]),
  ['brand-strong', 'brand-soft', 4.5],
  ['ink', 'brand-soft', 4.5],
  ['ink-2', 'brand-soft', 4.5],
  ['ink-3', 'brand-soft', 4.5],
  ['ink-2', 'idle-soft', 4.5],
  ['on-brand', 'brand', 4.5],
  ['on-brand', 'brand-strong', 4.5],
  ['on-bad', 'bad', 4.5],
  ['on-bad', 'bad-strong', 4.5],
  ['paper', 'ink', 4.5],
  ['line-strong', 'surface', 3],
  ['line-strong', 'paper', 3],
];

function darkBlocks() {
  const [, chosen = '', system = ''] = read('public/css/tokens.css').split(
    /\[data-theme="(?:dark|auto)"\]/,
  );
  return { chosen: tokensOf(chosen), system: tokensOf(system) };
}

function tokensOf(block: string): Record<string, string> {
  const found = [...block.matchAll(/--([a-z0-9-]+): ([^;]+);/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name, value]));
}

/** Contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2, relative luminance). */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  assert.match(colour, /^#[0-9a-f]{6}$/);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const root = new URL('..', import.meta.url).pathname;
const EVERY_SLICE = [
  'platform',
  'audit',
  'notify',
  'accounts',
  'entitlements',
  'documents',
  'bureau',
  'filings',
  'catalog',
  'cards',
  'payments',
  'orders',
  'ops',
];

/** Who may import whom (ARCHITECTURE.md). `platform` is open to all; of another slice only its index.ts. */
const MAY_IMPORT: Record<string, string[]> = {
  platform: [],
  engines: [],
  sandbox: [],
  audit: ['platform'],
  notify: ['platform', 'audit'],
  accounts: ['platform', 'audit', 'notify'],
  entitlements: ['platform', 'audit', 'accounts'],
  documents: ['platform', 'audit', 'accounts'],
  bureau: ['platform', 'audit', 'notify', 'accounts'],
  filings: ['platform', 'audit', 'accounts', 'notify', 'entitlements', 'documents', 'bureau'],
  catalog: ['platform', 'audit', 'accounts', 'notify', 'documents'],
  cards: ['platform', 'audit', 'accounts', 'notify', 'catalog', 'documents'],
  payments: ['platform', 'audit', 'accounts', 'notify'],
  orders: ['platform', 'audit', 'accounts', 'notify', 'catalog', 'cards', 'payments', 'documents'],
  ops: ['platform', 'audit', 'accounts', 'notify', 'filings'],
  commands: EVERY_SLICE,
  '': [...EVERY_SLICE, 'engines', 'commands'],
};

const sources = filesUnder('src', '.ts');

test('a slice imports only what its line allows, and of another slice only index.ts', () => {
  for (const file of sources) {
    for (const target of importsOf(file)) {
      const from = sliceOf(file);
      const to = sliceOf(target);
      if (from === to) continue;
      const place = `${file} imports ${target}`;
      if (to === '') {
        assert.ok(from === '' || from === 'commands', place);
        continue;
      }
      assert.ok(MAY_IMPORT[from]?.includes(to), place);
      // OCR is a part of documents with a face of its own: reading a file needs no database.
      const faces =
        to === 'platform' || to === 'commands' || target === 'src/documents/ocr/index.ts';
      if (from !== '' || to !== 'engines')
        assert.ok(faces || target === `src/${to}/index.ts`, place);
    }
  }
});

test('no file is longer than 250 lines', () => {
  const code = [...sources, ...filesUnder('test', '.ts'), ...filesUnder('public', '.js')];
  const read = [...code, ...filesUnder('views', '.ejs')];
  assert.deepEqual(
    read.filter((file) => linesOf(file) > 250),
    [],
  );
});

test('no function is longer than 40 lines', () => {
  const long = sources.flatMap((file) => {
    const lines = readText(file).split('\n');
    return lines.flatMap((line, start) => {
      const [, indent, name] = /^( *)(?:export )?(?:async )?function\*? (\w+)/.exec(line) ?? [];
      if (name === undefined) return [];
      const length = lines.slice(start).indexOf(`${indent}}`) + 1;
      return length > 40 ? [`${file}: ${name} has ${length}`] : [];
    });
  });
  assert.deepEqual(long, []);
});

test('views escape everything but includes and the body of a layout', () => {
  for (const file of filesUnder('views', '.ejs')) {
    for (const [whole] of readText(file).matchAll(/<%-[^%]*%>/g)) {
      assert.match(whole, /^<%-\s*(include\(|body\s*-?%>)/, `${file}: ${whole}`);
    }
    assert.doesNotMatch(readText(file), /\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)/, file);
  }
});

test('the environment is read in platform and in what starts the product, nowhere else', () => {
  const readers = sources.filter((file) => readText(file).includes('process.env'));
  const allowed = /^src\/(platform\/|engines\/|sandbox\/|supervisor|cli\.ts)/;
  assert.deepEqual(
    readers.filter((file) => !allowed.test(file)),
    [],
  );
});

test('README explains every environment variable, and no other', () => {
  const schema = readText('src/platform/env.ts');
  const named = [...schema.matchAll(/^ {4}([A-Z][A-Z_]+):/gm)].map(([, name]) => name ?? '');
  const known = [...new Set(named)].sort();
  const told = [...readText('README.md').matchAll(/^\| `([A-Z][A-Z_]+)`/gm)]
    .map(([, name]) => name ?? '')
    .sort();
  assert.deepEqual(told, known);
});

test('ARCHITECTURE.md gives a reason for every dependency', () => {
  const { dependencies } = JSON.parse(readText('package.json'));
  const text = readText('ARCHITECTURE.md');
  assert.deepEqual(
    Object.keys(dependencies).filter((name) => !text.includes(`\`${name}\``)),
    [],
  );
});

test('the lock file carries no download addresses', () => {
  assert.doesNotMatch(readText('package-lock.json'), /"resolved": "http/);
});

function filesUnder(folder: string, ending: string): string[] {
  const at = join(root, folder);
  if (!existsSync(at)) return [];
  return readdirSync(at, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !name.includes('fixtures/'))
    .map((name) => join(folder, name));
}

function importsOf(file: string): string[] {
  const found = readText(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path]) => relative(root, resolve(root, dirname(file), path ?? '')));
}

function sliceOf(file: string): string {
  const [, second = ''] = file.split('/');
  return second.endsWith('.ts') ? '' : second;
}

function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function linesOf(file: string): number {
  return readText(file).split('\n').length - 1;
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pack } from '../../scripts/lib/pack.ts';

const root = mkdtempSync(join(tmpdir(), 'beika-pack-'));
after(() => rmSync(root, { recursive: true }));
const packed = join(import.meta.dirname, '../../scripts/lib/packed.mjs');

/** A small project: `late` awaits something at its top, `also` imports it, the rest is plain. */
const SOURCES: Record<string, string> = {
  'src/plain.ts':
    "export const here = import.meta.dirname;\nexport let count = 0;\nexport const more = (): number => ++count;\nexport default 'plain';\n",
  'src/late.ts':
    "import word, { more } from './plain.ts';\nconst waited = await Promise.resolve(more());\nexport { waited as got };\nexport const seen = () => [word, waited];\n",
  'src/also.ts': "import * as late from './late.ts';\nexport const also = late.got + 1;\n",
  'test/main.ts':
    "import assert from 'node:assert/strict';\nimport { also } from '../src/also.ts';\nconst { seen } = await import('../src/late.ts');\nconst plain = await import('../src/plain.ts');\nassert.equal(typeof assert.deepEqual, 'function');\nconsole.log(JSON.stringify([also, seen(), plain.default, plain.more(), plain.count, plain.here]));\n",
  'test/thrown.ts':
    'interface Gone {\n  from: string;\n}\n\nconst fails = (gone: Gone) => {\n  throw new Error(gone.from);\n};\nawait null;\nfails({ from: "deep" });\n',
  'test/endless.ts': 'console.log(1);\nawait new Promise(() => {});\n',
  'test/broken.ts': 'const = 1;\n',
};
for (const folder of ['src', 'seeds', 'migrations', 'test', 'scripts'])
  mkdirSync(join(root, folder));
for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(root, name), text);
await pack(root, root);

function ran(name: string, keeps = '') {
  return spawnSync(process.execPath, ['--require', packed, join(root, 'test', name)], {
    encoding: 'utf8',
    env: { ...process.env, TEST_PACK: root, TEST_PACK_KEEPS: keeps },
  });
}
ran('main.ts', 'true');

test('packed modules export as they do elsewhere, and who imports one that waits, waits', () => {
  const { stdout, stderr, status } = ran('main.ts');
  assert.deepEqual(JSON.parse(stdout), [2, ['plain', 1], 'plain', 2, 2, join(root, 'src')], stderr);
  assert.equal(status, 0);
});

test('what is thrown names the line of the source, and the process fails', () => {
  const { stderr, status } = ran('thrown.ts');
  assert.match(stderr, /Error: deep\n +at fails \(.*test\/thrown\.ts:6:\d+\)/);
  assert.equal(status, 1);
});

test('a file that waits for ever does not pass as one that has run', () => {
  assert.equal(ran('endless.ts').status, 13);
});

test('a file that cannot be read fails by itself, with its name and line', () => {
  const { stderr, status } = ran('broken.ts');
  assert.match(stderr, /test\/broken\.ts:1:6/);
  assert.equal(status, 1);
});

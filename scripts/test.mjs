import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasChineseFont } from './lib/font.mjs';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ENGINES, ensurePrograms, find, install, TEST_TOOLS } from './lib/programs.mjs';
import { root } from './lib/root.mjs';
import { become, typescript } from './lib/run.mjs';
import { fail, say } from './lib/say.mjs';

// npm test [-- FILE-OR-FOLDER …]: brings what is missing, then runs the tests on engines of their own.
const SCHEMAS = join(root, '../shared/miit/xsd');
const mustBeWhole = process.env.CI === 'true';

ensureNode();
ensurePackages();
ensurePrograms(ENGINES.filter(({ address }) => !process.env[address]));
const missing = install(TEST_TOOLS, hasChineseFont() ? [] : ['fonts-noto-cjk']);

const leftOut = [
  ...(existsSync(SCHEMAS) ? [] : [`没有 ${SCHEMAS}，不校验上报文件的格式`]),
  ...missing.map(({ title }) => `没有 ${title}，用到它的检查略过`),
];
if (leftOut.length > 0 && mustBeWhole) fail(`测试不能少做：${leftOut.join('；')}`);
if (leftOut.length > 0) say(`注意：${leftOut.join('；')}`);

const chromium = find(TEST_TOOLS[0]);
become(typescript(join(root, 'scripts/run-tests.ts'), process.argv.slice(2)), {
  env: { ...process.env, ...(chromium ? { TEST_CHROMIUM: chromium } : {}) },
});

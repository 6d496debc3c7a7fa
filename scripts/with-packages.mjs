import { resolve } from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { become, typescript } from './lib/run.mjs';
import { fail } from './lib/say.mjs';

// node scripts/with-packages.mjs FILE ARGS…: runs a TypeScript file, its packages installed first.
const [file, ...args] = process.argv.slice(2);
if (!file) fail('用法：node scripts/with-packages.mjs 文件 [参数 …]');
ensureNode();
ensurePackages();
become(typescript(resolve(file), args));

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { root } from './lib/root.mjs';

// npm run check: types, then lint and format. Both are always run, so that one sees all there is to mend.
ensureNode();
ensurePackages();
const bin = (name) => join(root, 'node_modules/.bin', name);
const results = [
  spawnSync(bin('tsc'), ['--noEmit'], { cwd: root, stdio: 'inherit' }),
  spawnSync(bin('biome'), ['check', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }),
];
process.exit(results.every(({ status }) => status === 0) ? 0 : 1);

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ENGINES, ensurePrograms, install } from './lib/programs.mjs';
import { root } from './lib/root.mjs';
import { become, typescript } from './lib/run.mjs';

// npm run drill:galera: brings the engines and Galera itself, then runs the drill.
ensureNode();
ensurePackages();
ensurePrograms(ENGINES);
if (!existsSync('/usr/lib/galera/libgalera_smm.so')) install([], ['galera-4']);
become(typescript(join(root, 'scripts/drill-galera.ts'), process.argv.slice(2)), {
  env: process.env,
});

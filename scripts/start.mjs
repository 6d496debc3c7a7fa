import { join } from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ENGINES, ensurePrograms } from './lib/programs.mjs';
import { dataDir, root } from './lib/root.mjs';
import { become, typescript } from './lib/run.mjs';

// npm start: brings what this machine lacks, then hands over to the supervisor.
ensureNode();
ensurePackages({ production: true });
const needed = ENGINES.filter(({ address }) => !process.env[address]);
ensurePrograms(needed);
become(typescript(join(root, 'src/supervisor.ts'), process.argv.slice(2)), {
  env: { ...process.env, DATA_DIR: dataDir() },
});

import { join } from 'node:path';
import { ensureNode } from './lib/node-version.mjs';
import { ensurePackages } from './lib/packages.mjs';
import { ENGINES, ensurePrograms } from './lib/programs.mjs';
import { dataDir, root } from './lib/root.mjs';
import { become, typescript } from './lib/run.mjs';

// npm run -s beika -- COMMAND …: standard output belongs to the command alone.
const NEEDS_NO_ENGINES = ['ocr:read', 'sandbox', 'help', '--help', undefined];

ensureNode();
ensurePackages({ production: true });
const [command, ...rest] = process.argv.slice(2);
const env = { ...process.env, DATA_DIR: dataDir() };
const missing = ENGINES.filter(({ address }) => !env[address]);
const needsEngines = missing.length > 0 && !NEEDS_NO_ENGINES.includes(command);
if (needsEngines) ensurePrograms(missing);
const file = needsEngines ? 'scripts/run-command.ts' : 'src/cli.ts';
become(typescript(join(root, file), command === undefined ? [] : [command, ...rest]), { env });

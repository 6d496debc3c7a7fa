import { join } from 'node:path';
import { runCommand, wordsOf } from '../src/engines/index.ts';

// One command of the command line, with the engines it needs. Called by beika.mjs.
const root = join(import.meta.dirname, '..');

const status = await runCommand({
  cli: join(root, 'src/cli.ts'),
  args: process.argv.slice(2),
  dataDir: process.env['DATA_DIR'] ?? join(root, 'data'),
  env: process.env,
}).catch((error: unknown) => {
  process.stderr.write(`${wordsOf(error)}\n`);
  return 1;
});
process.exit(status);

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { supervise } from './engines/index.ts';

// npm start: private MariaDB and Redis where none are named, the product, and the sandboxes it asks for.
// This process does nothing else, so that whatever falls down, somebody stands who puts it up again.
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    product: { type: 'string', default: join(root, 'src/main.ts') },
    sandbox: { type: 'string', default: join(root, 'src/sandbox/main.ts') },
    tries: { type: 'string', default: '8' },
    'ask-ms': { type: 'string', default: '10000' },
  },
});

const status = await supervise({
  root,
  product: resolve(values.product),
  sandbox: resolve(values.sandbox),
  tries: Number(values.tries),
  askMs: Number(values['ask-ms']),
  env: process.env,
});

// Not left to run out by itself: a wait for something of long ago may still be under way.
process.exit(status);

import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, wherever it is called from. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The data directory as an absolute path: DATA_DIR, or `data` in the project. */
export function dataDir() {
  return process.env.DATA_DIR ? resolve(process.env.DATA_DIR) : join(root, 'data');
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf, prepareDirectories, startEngines } from '../../src/engines/index.ts';

/** A Redis that no other test file uses: it may be emptied, stopped, and read whole. */
export async function privateRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'br-'));
  const layout = layoutOf(folder);
  prepareDirectories(layout);
  const engines = startEngines({ layout, durable: false, say: () => {}, databaseUrl: 'not ours' });
  await engines.ready;
  return {
    url: engines.redisUrl,
    stop: () => engines.stop(3000),
    async remove(): Promise<void> {
      await engines.stop(3000);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  databaseUrl,
  layoutOf,
  prepareDirectories,
  startEngines,
} from '../../src/engines/index.ts';

interface Chaos {
  root: string;
  folder: string;
  /** Where the test's own words go: 1 or 2. */
  out: number;
  report: string;
  minutes: string;
  seed: string;
}

/**
 * Runs the chaos drill on private engines that survive kill -9 and are started again, as in production. Gives whether
 * it went through.
 */
export async function runChaos({
  root,
  folder,
  out,
  report,
  minutes,
  seed,
}: Chaos): Promise<boolean> {
  const layout = layoutOf(join(folder, 'engines'));
  prepareDirectories(layout);
  const engines = startEngines({
    layout,
    durable: true,
    say: () => {},
    // The database is killed far more often than anything that is worth keeping would die.
    limits: { tries: 100_000, quickMs: 1000 },
  });
  try {
    await engines.ready;
    return await passes(root, out, {
      ...process.env,
      NODE_ENV: 'test',
      TEST_DATABASE_URL: databaseUrl(layout, ''),
      TEST_REDIS_URL: engines.redisUrl,
      DRILL_DB_PID_FILE: layout.dbPidFile,
      DRILL_MINUTES: minutes,
      DRILL_SEED: seed,
      DRILL_REPORT: report,
    });
  } finally {
    await engines.stop(10_000);
  }
}

function passes(root: string, out: number, env: NodeJS.ProcessEnv): Promise<boolean> {
  const limit = '--test-timeout=7200000';
  const args = ['--import', 'tsx', '--test', limit, 'test/bureau/kills.test.ts'];
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', out, 2] });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

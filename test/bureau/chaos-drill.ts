import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Db } from '../../src/platform/db.ts';
import {
  account,
  type Bureau,
  finished,
  killed,
  pause,
  startWorker,
  wake,
  wipeQueues,
} from './kill-drill.ts';
import { queue } from './setup.ts';

export interface ChaosReport {
  seed: number;
  minutes: number;
  filings: number;
  files_up: number;
  files_down: number;
  /** How often each thing was done. */
  deeds: Record<string, number>;
  /** How often an operator had to resume the bureau. */
  resumed: number;
  seconds: number;
}

interface Stage {
  db: Db;
  bureau: Bureau;
  random: (below: number) => number;
  /** Two at a time, as two machines. */
  workers: ChildProcess[];
  /** Where the private database says its process number; none: it is not restarted. */
  dbPidFile: string | undefined;
}

const CUTS = ['lost_before', 'lost_after', 'truncated', 'garbage', 'http_500', 'soap_fault'];
const METHODS = ['isp_upload', 'isp_download', 'isp_downloadack', 'isp_querypreviousupload'];
const UPLOAD_CODES = [14, 15, 20, 901, 7, 999];

/** What may go wrong; each is as likely as the others. */
const DEEDS: Record<string, (stage: Stage) => Promise<unknown>> = {
  kill: async ({ workers, random }) => {
    const at = random(workers.length);
    await killed(workers[at]!);
    workers[at] = await patient(startWorker);
  },
  redis_flush: () => wipeQueues(),
  database_restart: async ({ dbPidFile }) => {
    if (!dbPidFile) return;
    process.kill(Number(readFileSync(dbPidFile, 'utf8')), 'SIGKILL');
    await pause(1500);
  },
  delay: ({ bureau, random }) => bureau.fault('slow', '*', { ms: 200 + random(1500), times: 3 }),
  cut: ({ bureau, random }) =>
    bureau.fault(CUTS[random(CUTS.length)]!, METHODS[random(METHODS.length)]!, {
      times: 1 + random(2),
    }),
  upload_code: ({ bureau, random }) =>
    bureau.fault('msg_code', 'isp_upload', { code: UPLOAD_CODES[random(UPLOAD_CODES.length)] }),
  download_code: ({ bureau }) => bureau.fault('msg_code', 'isp_download', { code: 902 }),
  wrong_hash: ({ bureau }) => bureau.fault('wrong_hash', 'isp_download'),
  duplicate: ({ bureau }) => bureau.fault('duplicate', 'isp_download'),
  shuffle: ({ bureau, random }) =>
    bureau.fault('shuffled', 'isp_download', { times: 1 + random(4) }),
};

/**
 * Lets everything go wrong, in an order that the seed decides, while filings go up and results come down; then lets
 * the workers finish, and holds what is here against what the bureau has. Throws at the first difference.
 */
export async function chaosDrill(
  db: Db,
  bureau: Bureau,
  given: { minutes: number; seed: number; dbPidFile: string | undefined },
): Promise<ChaosReport> {
  const { minutes, seed, dbPidFile } = given;
  const started = Date.now();
  const random = dice(seed);
  const workers = [await startWorker(), await startWorker()];
  const stage: Stage = { db, bureau, random, workers, dbPidFile };
  const deeds: Record<string, number> = {};
  const names = Object.keys(DEEDS);
  let filings = 0;
  let resumed = 0;
  while (Date.now() - started < minutes * 60_000) {
    const n = ++filings;
    await patient(() => queueOnce(db, bureau.name, `BA${n}`, n));
    const name = names[random(names.length)]!;
    deeds[name] = (deeds[name] ?? 0) + 1;
    await DEEDS[name]!(stage);
    await pause(random(1200));
    resumed += await patient(() => attend(db, bureau));
  }
  await fetch(`${bureau.url}/_control/fault`, { method: 'DELETE' });
  for (const [at, worker] of workers.entries()) {
    await killed(worker);
    workers[at] = await patient(startWorker);
  }
  resumed += await attend(db, bureau);
  await finished(db, bureau, filings);
  for (const worker of workers) await killed(worker);
  const { files_up, files_down } = await account(db, bureau, filings);
  const seconds = Math.round((Date.now() - started) / 1000);
  return { seed, minutes, filings, files_up, files_down, deeds, resumed, seconds };
}

/** A connection may break when all was done: then it is not done again. */
async function queueOnce(db: Db, bureau: string, subject: string, n: number): Promise<void> {
  if (await db('bureau_records').where({ subject }).first('id')) return;
  await queue(bureau, subject, n);
}

/** What an operator does who looks at the page: resumes what stands still, and does not wait. Gives how often. */
async function attend(db: Db, bureau: Bureau): Promise<number> {
  const { paused_at } = (await db('bureaus').where({ name: bureau.name }).first())!;
  if (paused_at) {
    const { resumeBureau } = await import('../../src/bureau/console/operate.ts');
    const { SYSTEM } = await import('../../src/audit/index.ts');
    await resumeBureau(bureau.name, SYSTEM);
  }
  await wake(db, bureau);
  return paused_at ? 1 : 0;
}

/** Tries again while the database is on its way up. */
async function patient<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + 90_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(300);
    }
  }
}

/** The same numbers for the same seed (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { prepareDirectories } from './checks.ts';
import type { Child } from './child.ts';
import { type Kept, keep, LIMITS, type Limits } from './keep.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type Holder, type Lock, takeLock } from './lock.ts';
import { program } from './program.ts';
import { PATIENCE, type Patience, pulseUrl, watchPulse } from './pulse.ts';
import { refusal, wordsOf } from './refusal.ts';
import { type Sandboxes, sandboxes } from './sandboxes.ts';
import { type Engines, startEngines } from './start-engines.ts';
import { listenForStop } from './stop-requests.ts';

export interface SupervisorOptions {
  /** The project's folder: the working directory of the product. */
  root: string;
  product: string;
  sandbox: string;
  /** How many quick deaths of one process in a row are too many. */
  tries: number;
  /** How often the product is asked whether it still answers, in ms. */
  askMs: number;
  env: NodeJS.ProcessEnv;
}

/** What is running, in the order in which it was started. */
interface Running {
  lock?: Lock;
  engines?: Engines;
  sandboxes?: Sandboxes;
  product?: Kept;
  /** Stops asking the product whether it answers. */
  stopAsking?: () => void;
}

// Together they stay under the 30 s after which whoever asked us to stop may kill us.
const ALL_MS = 29_000;
const DRAIN_MS = 20_000;
const SANDBOXES_MS = 2_000;
const HURRIED_MS = 1_000;
const OTHER_ENDS_MS = 35_000;

const say = (line: string) => process.stderr.write(`${line}\n`);

/**
 * Starts everything in order, and stands by until told to stop or until something cannot be kept alive.
 * Gives the exit status: 0 after a stop on request, 1 otherwise. Then nothing it started is left.
 */
export async function supervise(options: SupervisorOptions): Promise<number> {
  const requests = listenForStop();
  const running: Running = {};
  const self: Holder = { pid: process.pid, kind: 'supervisor', state: 'starting' };
  let status = 0;
  try {
    await Promise.race([requests.asked, run(options, running, self, requests.isAsked)]);
    say('正在停止 …');
  } catch (error) {
    say(wordsOf(error));
    status = 1;
  }
  self.state = 'stopping';
  running.stopAsking?.();
  requests.hurried.then(() => hurry(running)).catch(() => {});
  await stopAll(running);
  return status;
}

/** Never returns by itself: throws the reason why it cannot go on. */
async function run(
  options: SupervisorOptions,
  running: Running,
  self: Holder,
  isStopping: () => boolean,
): Promise<void> {
  const layout = layoutOf(options.env['DATA_DIR'] ?? join(options.root, 'data'));
  const limits = { ...LIMITS, tries: options.tries };
  prepareDirectories(layout);
  running.lock = await lockOf(layout, () => self, isStopping);
  if (isStopping()) return;
  const engines = startEngines({
    layout,
    limits,
    say,
    durable: true,
    databaseUrl: options.env['DATABASE_URL'],
    redisUrl: options.env['REDIS_URL'],
  });
  running.engines = engines;
  self.database_url = engines.databaseUrl;
  self.redis_url = engines.redisUrl;
  await engines.ready;
  if (isStopping()) return;
  self.state = 'running';
  const product = startProduct(options, layout, engines, limits, running);
  await Promise.race([product.ready, failure(engines.gaveUp)]);
  await Promise.race([failure(product.gaveUp), failure(engines.gaveUp)]);
}

/** Throws the words once there are any; what was stopped on request never fails. */
async function failure(gaveUp: Promise<string | undefined>): Promise<void> {
  const words = await gaveUp;
  if (words !== undefined) throw refusal(`${words}\n已多次重新启动仍然失败，备卡停止运行`);
  await new Promise(() => {});
}

/** The lock, waiting for one who is about to let go of it. */
async function lockOf(
  layout: Layout,
  describe: () => Holder,
  isStopping: () => boolean,
): Promise<Lock> {
  const deadline = Date.now() + OTHER_ENDS_MS;
  for (let isFirst = true; ; isFirst = false) {
    const taken = await takeLock(layout.lockSocket, describe);
    if ('release' in taken) return taken;
    const mayEnd = taken.kind === 'command' || taken.state === 'stopping';
    if (!mayEnd || Date.now() > deadline || isStopping()) {
      throw refusal(
        `${layout.dataDir} 正由另一个备卡使用（进程 ${taken.pid}）。请先停止它，或用别的 DATA_DIR 和 PORT 再开一个`,
      );
    }
    if (isFirst) say(`${layout.dataDir} 还由进程 ${taken.pid} 使用，等它结束 …`);
    await pause(100);
  }
}

/** The product, and the sandboxes that it may ask for. */
function startProduct(
  options: SupervisorOptions,
  layout: Layout,
  engines: Engines,
  limits: Limits,
  running: Running,
): Kept {
  const { root: cwd, env } = options;
  running.sandboxes = sandboxes({
    file: options.sandbox,
    cwd,
    directory: layout.sandboxDir,
    env,
    args: env['SANDBOX_SCHEMAS'] ? { bureau: ['--schemas', env['SANDBOX_SCHEMAS']] } : {},
    say,
    limits,
    onChange: ({ name, urls, error }) =>
      running.product?.send({ type: 'sandbox', name, url: urls[0], urls, error }),
  });
  const service = program({
    title: '备卡',
    file: options.product,
    cwd,
    env: {
      ...env,
      DATABASE_URL: engines.databaseUrl,
      REDIS_URL: engines.redisUrl,
      DATA_DIR: layout.dataDir,
    },
    onOutput: passOn(),
    onError: say,
    onMessage: (message) => {
      const names = wantedSandboxes(message);
      if (names) void running.sandboxes?.want(names);
    },
    onReady: (child, line) => askOf(child, line, running, { ...PATIENCE, everyMs: options.askMs }),
  });
  running.product = keep(service, say, limits);
  return running.product;
}

/** From now until it stops or dies: one that lives but answers nobody is ended, and then started anew like a dead one. */
function askOf(child: Child, readyLine: string, running: Running, patience: Patience): void {
  running.stopAsking?.();
  const url = pulseUrl(readyLine);
  if (!url) return;
  const seconds = (patience.everyMs * patience.misses) / 1000;
  const stop = watchPulse(url, patience, () => {
    if (child.isDone()) return;
    say(`备卡已有 ${seconds} 秒没有应答，现在强制结束它`);
    child.kill('SIGKILL');
  });
  running.stopAsking = stop;
  void child.done.then(stop);
}

/** Passes the product's lines on, but the ready line only once: whoever waits for it waits once, and a restart is told on standard error. */
function passOn(): (line: string, isReadyLine: boolean) => void {
  let isAnnounced = false;
  return (line, isReadyLine) => {
    if (!isReadyLine || !isAnnounced) process.stdout.write(`${line}\n`);
    isAnnounced ||= isReadyLine;
  };
}

/** The names in `{type: 'sandboxes', names: […]}`, the one message the product sends. */
function wantedSandboxes(message: unknown): string[] | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('type' in message) || message.type !== 'sandboxes' || !('names' in message))
    return undefined;
  return Array.isArray(message.names) ? message.names.map(String) : undefined;
}

/** Asked twice: what the product still does is given up. The engines lose nothing and are quick. */
async function hurry(running: Running): Promise<void> {
  say('不再等待未完成的工作 …');
  await running.product?.stop(HURRIED_MS);
}

/** The product first, as long as all it stands on is there; the database last. */
async function stopAll(running: Running): Promise<void> {
  const deadline = Date.now() + ALL_MS;
  await running.product?.stop(DRAIN_MS);
  await running.sandboxes?.stop(SANDBOXES_MS);
  await running.engines?.stop(deadline - Date.now());
  await running.lock?.release();
}

import { checkBeforeStart, removeHalfMade } from './checks.ts';
import { type Kept, keep, type Limits, type Service } from './keep.ts';
import { databaseUrl, type Layout, redisUrl } from './layout.ts';
import { endLeftovers } from './leftovers.ts';
import { mariadb } from './mariadb.ts';
import { findPrograms } from './programs.ts';
import { redis } from './redis.ts';

/** Which engines to run, and how. An address that is given belongs to an engine of somebody else, and none of ours is started. */
export interface EngineOptions {
  layout: Layout;
  /** Survives a power cut; false only for data that is thrown away. */
  durable: boolean;
  say: (line: string) => void;
  databaseUrl?: string | undefined;
  redisUrl?: string | undefined;
  limits?: Limits;
}

export interface Engines {
  databaseUrl: string;
  redisUrl: string;
  /** Rejects with the words of the first engine that did not start; `stop` then still has to be called. */
  ready: Promise<void>;
  /** Why an engine was given up, whichever was first; undefined when they were stopped on request. */
  gaveUp: Promise<string | undefined>;
  /** Redis first, the database last; what is not done after `withinMs` in all is killed, which loses nothing. */
  stop: (withinMs: number) => Promise<void>;
}

/** Starts the private engines that are asked for. Call it only with the directories prepared and the lock held. */
export function startEngines(options: EngineOptions): Engines {
  const kept: Kept[] = [];
  let isStopped = false;

  async function start(): Promise<void> {
    const services = await prepare(options);
    if (isStopped) return;
    const since = Date.now();
    kept.push(...services.map((service) => keep(service, options.say, options.limits)));
    await Promise.all(
      kept.map(async ({ ready }, index) => {
        await ready;
        options.say(
          `${services[index]?.title}已就绪 (${((Date.now() - since) / 1000).toFixed(1)} s)`,
        );
      }),
    );
  }

  const ready = start();
  return {
    databaseUrl: options.databaseUrl ?? databaseUrl(options.layout),
    redisUrl: options.redisUrl ?? redisUrl(options.layout),
    ready,
    gaveUp: ready.then(
      () => Promise.race(kept.map((each) => each.gaveUp)),
      () => undefined,
    ),
    stop: async (withinMs) => {
      isStopped = true;
      const deadline = Date.now() + withinMs;
      for (const each of kept.toReversed()) await each.stop(deadline - Date.now());
    },
  };
}

async function prepare(options: EngineOptions): Promise<Service[]> {
  const { layout, durable, say } = options;
  if (options.databaseUrl && options.redisUrl) return [];
  const programs = findPrograms();
  checkBeforeStart(layout, programs);
  removeHalfMade(layout);
  await endLeftovers(layout, say);
  return [
    ...(options.databaseUrl ? [] : [mariadb(layout, programs, { durable, say })]),
    ...(options.redisUrl ? [] : [redis(layout, programs, { durable })]),
  ];
}

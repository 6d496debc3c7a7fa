import Bull, { type JobOptions, type Queue } from 'bull';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { env } from './env.ts';
import { log, logContext } from './log.ts';
import { connectRedis } from './redis.ts';
import { spellMessage } from './spell-error.ts';
import { within } from './within.ts';

export interface JobSpec<S extends z.ZodType> {
  name: string;
  /** Ids only: a job loads what it needs, and does nothing when the work is done already. */
  data: S;
  run(data: z.output<S>): Promise<void>;
  /** After the last attempt: the row says so, an operator is told. */
  gaveUp?(data: z.output<S>, error: Error): Promise<void>;
  attempts?: number;
  concurrency?: number;
}

export interface Job<D> {
  name: string;
  /** Rejects quickly when Redis is away: the sweep of the owing slice brings the work back. */
  enqueue(data: D, delayMs?: number): Promise<void>;
  run(data: D): Promise<void>;
  work(): void;
  close(): Promise<void>;
  counts(): Promise<{ waiting: number; active: number; delayed: number; failed: number }>;
}

let client: Redis | undefined;
let subscriber: Redis | undefined;

/** A working queue opens three connections: two of them are shared by all. */
function createClient(type: 'client' | 'subscriber' | 'bclient'): Redis {
  if (type === 'bclient') return connectRedis('blocking');
  if (type === 'subscriber') return (subscriber ??= connectRedis('blocking'));
  return (client ??= connectRedis('queue'));
}

/** Names one kind of background work. Nothing is opened until it is enqueued or worked. */
export function defineJob<S extends z.ZodType>(spec: JobSpec<S>): Job<z.output<S>> {
  let queue: Queue | undefined;
  const opened = () => (queue ??= openQueue(spec.name, spec.attempts ?? 5));
  return {
    name: spec.name,
    run: (data) => spec.run(data),
    enqueue: async (data, delayMs = 0) => {
      const added = opened().add(spec.data.parse(data), delayMs ? { delay: delayMs } : {});
      await within(SOON_MS, added);
    },
    work: () => work(opened(), spec),
    close: async () => queue?.close(),
    counts: async () => {
      const { waiting, active, delayed, failed } = await opened().getJobCounts();
      return { waiting, active, delayed, failed };
    },
  };
}

/** Whoever enqueues is a request that somebody waits for. */
const SOON_MS = 1000;

function openQueue(name: string, attempts: number): Queue {
  const defaultJobOptions: JobOptions = {
    attempts,
    backoff: { type: 'exponential', delay: 1000 },
    removeOnComplete: true,
    removeOnFail: 500,
  };
  const queue = new Bull(name, {
    prefix: env.QUEUE_PREFIX,
    createClient,
    defaultJobOptions,
    settings: { lockDuration: 60_000, stalledInterval: 15_000, maxStalledCount: 3 },
  });
  queue.on('error', (error) => log.warn('queue', { queue: name, error }));
  return queue;
}

function work<S extends z.ZodType>(queue: Queue, spec: JobSpec<S>): void {
  const failed = async (job: Bull.Job, error: Error) => {
    if (job.attemptsMade < (job.opts.attempts ?? 1)) return;
    log.error('job given up', { job: spec.name, attempts: job.attemptsMade, error });
    await spec.gaveUp?.(spec.data.parse(job.data), error);
  };
  queue.on('failed', (job, error) => {
    failed(job, error).catch((second: unknown) =>
      log.error('giving up failed', { job: spec.name, error: second }),
    );
  });
  queue
    .process(spec.concurrency ?? 1, (job) =>
      logContext.run({ request_id: `${spec.name}:${job.id}` }, () => runOne(spec, job)),
    )
    .catch((error: unknown) => log.error('queue stopped', { queue: spec.name, error }));
}

/** Bull keeps the words of a failure in Redis: they are cleaned first. */
async function runOne<S extends z.ZodType>(spec: JobSpec<S>, job: Bull.Job): Promise<void> {
  try {
    await spec.run(spec.data.parse(job.data));
  } catch (error) {
    log.error('job failed', { job: spec.name, attempt: job.attemptsMade + 1, error });
    const kept = new Error(spellMessage(error));
    kept.stack = kept.message;
    throw kept;
  }
}

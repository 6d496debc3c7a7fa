import Bull, { type JobOptions, type Queue } from 'bull';
import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { env } from './env.ts';
import { log, logContext } from './log.ts';
import { connectRedis } from './redis.ts';

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
  if (type === 'bclient') return connectRedis(true);
  if (type === 'subscriber') return (subscriber ??= connectRedis(true));
  return (client ??= connectRedis());
}

/** Names one kind of background work. Nothing is opened until it is enqueued or worked. */
export function defineJob<S extends z.ZodType>(spec: JobSpec<S>): Job<z.output<S>> {
  let queue: Queue | undefined;
  const opened = () => (queue ??= openQueue(spec.name, spec.attempts ?? 5));
  return {
    name: spec.name,
    run: (data) => spec.run(data),
    enqueue: async (data, delayMs = 0) => {
      await opened().add(spec.data.parse(data), delayMs ? { delay: delayMs } : {});
    },
    work: () => work(opened(), spec),
    close: async () => queue?.close(),
    counts: async () => {
      const { waiting, active, delayed, failed } = await opened().getJobCounts();
      return { waiting, active, delayed, failed };
    },
  };
}

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
    log.error('job failed', { job: spec.name, attempt: job.attemptsMade, error });
    if (job.attemptsMade >= (job.opts.attempts ?? 1))
      await spec.gaveUp?.(spec.data.parse(job.data), error);
  };
  queue.on('failed', (job, error) => {
    failed(job, error).catch((second: unknown) =>
      log.error('giving up failed', { job: spec.name, error: second }),
    );
  });
  queue
    .process(spec.concurrency ?? 1, (job) =>
      logContext.run({ request_id: `${spec.name}:${job.id}` }, () =>
        spec.run(spec.data.parse(job.data)),
      ),
    )
    .catch((error: unknown) => log.error('queue stopped', { queue: spec.name, error }));
}

/** What became of one member: its result, or the error it alone caused. */
export type Outcome<R> = { ok: true; value: R } | { ok: false; error: unknown };

export interface BatcherSpec<T, R> {
  /**
   * Does all of them in one go (one transaction) and gives each its outcome, in their order. Throwing means that
   * nothing was done: then each is tried by itself, so that one bad member never fails its neighbours.
   */
  run(items: readonly T[]): Promise<readonly Outcome<R>[]>;
  /** The most that share one go. */
  max: number;
  /** How many goes may be under way at once. */
  inFlight: number;
}

interface Waiting<T, R> {
  item: T;
  resolve(value: R): void;
  reject(error: unknown): void;
}

/**
 * Lets work that arrives at the same time share a transaction: nobody waits while there is room for another go; what
 * arrives meanwhile goes together in the next. `drained` resolves when nothing is waiting or under way.
 */
export function createBatcher<T, R>({ run, max, inFlight }: BatcherSpec<T, R>) {
  const waiting: Waiting<T, R>[] = [];
  const idle: (() => void)[] = [];
  let running = 0;

  function start(): void {
    while (running < inFlight && waiting.length > 0) {
      const batch = waiting.splice(0, max);
      running++;
      void runBatch(run, batch).finally(() => {
        running--;
        start();
        if (running === 0 && waiting.length === 0) for (const done of idle.splice(0)) done();
      });
    }
  }

  return {
    add(item: T): Promise<R> {
      return new Promise<R>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // After what else arrives in this turn of the event loop.
        setImmediate(start);
      });
    },
    drained(): Promise<void> {
      if (running === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
  };
}

async function runBatch<T, R>(
  run: BatcherSpec<T, R>['run'],
  batch: readonly Waiting<T, R>[],
): Promise<void> {
  try {
    const outcomes = await run(batch.map(({ item }) => item));
    for (const [n, one] of batch.entries()) settle(one, outcomes[n]);
  } catch (error) {
    if (batch.length === 1) return batch[0]?.reject(error);
    for (const one of batch) await runBatch(run, [one]);
  }
}

function settle<T, R>(one: Waiting<T, R>, outcome: Outcome<R> | undefined): void {
  if (!outcome) one.reject(new Error('a batch gave no outcome for one of its members'));
  else if (outcome.ok) one.resolve(outcome.value);
  else one.reject(outcome.error);
}

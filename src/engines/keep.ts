import { setTimeout as pause } from 'node:timers/promises';
import { type Child, type Command, end, launch as launchChild } from './child.ts';
import { describeExit, lastWords } from './last-words.ts';
import { refusal, wordsOf } from './refusal.ts';

export type Launch = (command: Command) => Child;

/** Something that is started, watched and restarted. `start` gives the child once it is ready, and throws its words when it is not. */
export interface Service {
  title: string;
  stopSignal: NodeJS.Signals;
  start: (launch: Launch) => Promise<Child>;
  /** May remove the cause of a failed start, and says what it did. */
  repair?: (words: string) => string | undefined;
}

export interface Kept {
  /** The first start: rejects with the words of what failed, and then nothing is left running. */
  ready: Promise<void>;
  /** Why it was given up, once it died too often; undefined when it never started or was stopped on request. */
  gaveUp: Promise<string | undefined>;
  send: (message: object) => void;
  stop: (withinMs: number) => Promise<void>;
}

/** How often a service may die in quick succession, and what counts as quick, in ms. */
export interface Limits {
  tries: number;
  quickMs: number;
}

const LONGEST_WAIT_MS = 10_000;
export const LIMITS: Limits = { tries: 8, quickMs: 30_000 };

/** One service in our keeping. */
interface Keeping {
  service: Service;
  say: (line: string) => void;
  limits: Limits;
  stopping: AbortController;
  current: Child | undefined;
  /** Quick deaths and failed starts in a row. */
  failures: number;
}

/** Starts a service and keeps it alive: restarts it after 0.2, 0.4, 0.8 … 10 s, and gives up after `tries` quick deaths. */
export function keep(service: Service, say: (line: string) => void, limits = LIMITS): Kept {
  const stopping = new AbortController();
  const kept: Keeping = { service, say, limits, stopping, current: undefined, failures: 0 };
  const started = start(kept);
  return {
    ready: started.then(() => undefined),
    gaveUp: started.then(
      (child) => watch(kept, child),
      () => undefined,
    ),
    send: (message) => kept.current?.send(message),
    stop: async (withinMs) => {
      stopping.abort();
      if (kept.current) await end(kept.current, service.stopSignal, withinMs);
    },
  };
}

async function start(kept: Keeping): Promise<Child> {
  const { service, say } = kept;
  const launch: Launch = (command) => {
    if (kept.stopping.signal.aborted) throw refusal(`${service.title}：正在停止，不再启动`);
    kept.current = launchChild(command);
    return kept.current;
  };
  try {
    return await service.start(launch);
  } catch (error) {
    const repaired = service.repair?.(wordsOf(error));
    if (repaired === undefined) throw error;
    say(repaired);
    return service.start(launch);
  }
}

/** Gives why it was given up, or undefined when it is being stopped. */
async function watch(kept: Keeping, first: Child): Promise<string | undefined> {
  const { service, say, limits, stopping } = kept;
  for (let child: Child | undefined = first, words = ''; ; say(`${service.title}已恢复`)) {
    const since = Date.now();
    const exit = await child.done;
    if (stopping.signal.aborted) return undefined;
    if (Date.now() - since > limits.quickMs) kept.failures = 0;
    words = `${service.title}意外停止（${describeExit(exit)}）：${lastWords(child)}`;
    say(`${words}\n正在重新启动${service.title} …`);
    child = await revive(kept);
    if (stopping.signal.aborted) return undefined;
    if (!child) return words;
  }
}

/** The next living child; undefined when there have been too many failures, or when it is being stopped. */
async function revive(kept: Keeping): Promise<Child | undefined> {
  const { limits, say, stopping } = kept;
  while (++kept.failures <= limits.tries) {
    const wait = Math.min(LONGEST_WAIT_MS, 100 * 2 ** kept.failures);
    // An aborted wait is the wish to stop, which the caller sees, too.
    await pause(wait, undefined, { signal: stopping.signal }).catch(() => {});
    if (stopping.signal.aborted) return undefined;
    try {
      return await start(kept);
    } catch (error) {
      if (!stopping.signal.aborted) say(wordsOf(error));
    }
  }
  return undefined;
}

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

export const LIMITS: Limits = { tries: 8, quickMs: 30_000 };

/** Starts a service and keeps it alive: restarts it after 0.2, 0.4, 0.8 … 10 s, and gives up after `tries` quick deaths. */
export function keep(service: Service, say: (line: string) => void, limits = LIMITS): Kept {
  const stopping = new AbortController();
  let current: Child | undefined;
  let failures = 0;

  const launch: Launch = (command) => {
    if (stopping.signal.aborted) throw refusal(`${service.title}：正在停止，不再启动`);
    current = launchChild(command);
    return current;
  };

  async function first(): Promise<Child> {
    try {
      return await service.start(launch);
    } catch (error) {
      const repaired = service.repair?.(wordsOf(error));
      if (repaired === undefined) throw error;
      say(repaired);
      return service.start(launch);
    }
  }

  /** The next living child, or the words of the last failure when there have been too many. */
  async function revive(words: string): Promise<Child | string> {
    for (let last = words; ; ) {
      failures += 1;
      if (failures > limits.tries) return last;
      await pause(Math.min(10_000, 100 * 2 ** failures), undefined, { signal: stopping.signal });
      try {
        return await first();
      } catch (error) {
        if (stopping.signal.aborted) throw error;
        last = wordsOf(error);
        say(last);
      }
    }
  }

  async function watch(child: Child): Promise<string> {
    for (let alive = child; ; ) {
      const since = Date.now();
      const exit = await alive.done;
      stopping.signal.throwIfAborted();
      if (Date.now() - since > limits.quickMs) failures = 0;
      const words = `${service.title}意外停止（${describeExit(exit)}）：${lastWords(alive)}`;
      say(`${words}\n正在重新启动${service.title} …`);
      const next = await revive(words);
      if (typeof next === 'string') return next;
      alive = next;
      say(`${service.title}已恢复`);
    }
  }

  const started = first();
  return {
    ready: started.then(() => undefined),
    gaveUp: started.then(watch).catch((error: unknown) => {
      if (stopping.signal.aborted || failures === 0) return undefined;
      throw error;
    }),
    send: (message) => current?.send(message),
    stop: async (withinMs) => {
      stopping.abort();
      if (current) await end(current, service.stopSignal, withinMs);
    },
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Reply, Request } from './messages.ts';
import type { EngineName } from './types.ts';

export interface EngineOptions {
  /** Threads one picture is read with. Two read a picture 1.4 times as fast as one. */
  threads?: number;
  /** The process ends after so many milliseconds without work, and its memory is free. */
  idleMs?: number;
  /** A picture that takes longer is given up, and the process replaced. */
  timeoutMs?: number;
  /** The program of the process; tests put a faulty one here. */
  program?: URL;
}

/** A process that reads one picture at a time. */
export interface ReadingProcess {
  ask(request: Request): void;
  /** No work for now: it no longer keeps the parent alive, and ends after a while. */
  rest(): void;
  end(): Promise<void>;
}

/** Starts a reading process; `onGone` is called once, when it has ended without being told to. */
export function startReading(
  name: EngineName,
  options: EngineOptions,
  onReply: (reply: Reply) => void,
  onGone: (why: string) => void,
): ReadingProcess {
  const { idleMs = 5 * 60_000, timeoutMs = 60_000 } = options;
  const child = spawned(name, options);
  let timer: NodeJS.Timeout | undefined;
  let told = false;
  const gone = (why: string) => {
    clearTimeout(timer);
    if (!told) onGone(why);
    told = true;
  };
  child.on('message', onReply);
  child.on('error', (error) => gone(error.message));
  child.on('exit', (code, signal) => gone(`exit ${code ?? signal}`));
  return {
    ask(request) {
      clearTimeout(timer);
      timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
      hold(child);
      // A process that is just ending refuses the message; its exit tells the rest.
      child.send(request, () => {});
    },
    rest() {
      clearTimeout(timer);
      letGo(child);
      timer = setTimeout(() => child.kill('SIGKILL'), idleMs).unref();
    },
    async end() {
      told = true;
      clearTimeout(timer);
      await ended(child);
    },
  };
}

function spawned(name: EngineName, { threads, program }: EngineOptions): ChildProcess {
  const count = threads ?? Math.min(2, availableParallelism());
  const file = fileURLToPath(program ?? new URL('./worker.ts', import.meta.url));
  return fork(file, [name, String(count)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    serialization: 'advanced',
    env: { ...ENVIRONMENT, TMPDIR: tmpdir() },
  });
}

/** It needs none of our secrets. Two arenas instead of one a thread: 130 MB less at the peak. */
const ENVIRONMENT = { MALLOC_ARENA_MAX: '2', LANG: 'C.UTF-8', TZ: 'UTC' };

function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

function hold(child: ChildProcess): void {
  child.ref();
  child.channel?.ref();
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.kill('SIGKILL');
  await exit;
}

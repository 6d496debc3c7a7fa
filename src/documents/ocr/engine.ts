import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import type { Reply, Request } from './messages.ts';
import type { Engine, EngineName, Reading, ReadOptions } from './types.ts';

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

interface Task {
  request: Request;
  onProgress: (fraction: number) => void;
  resolve: (reading: Reading) => void;
  reject: (error: Error) => void;
}

/**
 * Opens an engine. The process starts with the first picture and reads one at a time.
 * A picture that brings it down is refused with a UserError; the next one gets a new process.
 */
export function openEngine(name: EngineName, options: EngineOptions = {}): Engine {
  const { idleMs = 5 * 60_000, timeoutMs = 60_000 } = options;
  const queue: Task[] = [];
  let running: { child: ChildProcess; task?: Task; timer?: NodeJS.Timeout } | undefined;
  let nextId = 1;
  let closed = false;

  const start = () => {
    const child = spawnWorker(name, options);
    running = { child };
    child.on('message', (reply: Reply) => onReply(child, reply));
    child.on('error', (error) => onGone(child, error.message));
    child.on('exit', (code, signal) => onGone(child, `exit ${code ?? signal}`));
    return running;
  };

  const next = () => {
    if (running?.task) return;
    const task = queue.shift();
    if (!task) return rest();
    const worker = running ?? start();
    clearTimeout(worker.timer);
    worker.task = task;
    worker.timer = setTimeout(() => worker.child.kill('SIGKILL'), timeoutMs);
    hold(worker.child);
    worker.child.send(task.request);
  };

  const rest = () => {
    if (!running) return;
    const { child } = running;
    letGo(child);
    running.timer = setTimeout(() => stop(child), idleMs).unref();
  };

  const finish = (settle: (task: Task) => void) => {
    const task = running?.task;
    if (!running || !task) return;
    clearTimeout(running.timer);
    delete running.task;
    settle(task);
    next();
  };

  const onReply = (child: ChildProcess, reply: Reply) => {
    const task = running?.child === child ? running.task : undefined;
    if (!task || task.request.id !== reply.id) return;
    if ('progress' in reply) return task.onProgress(reply.progress);
    if ('reading' in reply) return finish(() => task.resolve(reply.reading));
    log.warn('a picture could not be read', { engine: name, failed: reply.failed });
    finish(() => task.reject(new UserError('unprocessable', UNREADABLE)));
  };

  const onGone = (child: ChildProcess, why: string) => {
    if (running?.child !== child) return;
    const { task, timer } = running;
    clearTimeout(timer);
    running = undefined;
    if (!task) return;
    log.error('the reading process ended in the middle of a picture', { engine: name, why });
    task.reject(new UserError('unavailable', CRASHED));
    next();
  };

  const stop = (child: ChildProcess) => {
    if (running?.child === child) running = undefined;
    child.kill('SIGKILL');
  };

  return {
    name,
    readPicture(bytes, { expect, onProgress = () => {} }: ReadOptions = {}) {
      if (closed) return Promise.reject(new Error('the engine is closed'));
      return new Promise((resolve, reject) => {
        const request = { id: nextId++, bytes, ...(expect && { expect }) };
        queue.push({ request, onProgress, resolve, reject });
        next();
      });
    },
    async close() {
      closed = true;
      const left = [...queue.splice(0), ...(running?.task ? [running.task] : [])];
      const child = running?.child;
      if (running) clearTimeout(running.timer);
      running = undefined;
      for (const task of left) task.reject(new UserError('unavailable', CRASHED));
      if (child) await ended(child);
    },
  };
}

const UNREADABLE = '这张图片无法识别，请换一张清晰的图片，或手工填写';
const CRASHED = '识别中断了，请再试一次，或手工填写';

function spawnWorker(name: EngineName, { threads, program }: EngineOptions): ChildProcess {
  const count = threads ?? Math.min(2, availableParallelism());
  const file = fileURLToPath(program ?? new URL('./worker.ts', import.meta.url));
  return fork(file, [name, String(count)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    serialization: 'advanced',
  });
}

/** A resting process does not keep its parent alive. */
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
  const gone = new Promise((resolve) => child.once('exit', resolve));
  hold(child);
  child.kill('SIGKILL');
  await gone;
}

import { UserError } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import type { Reply, Request } from './messages.ts';
import { type EngineOptions, type ReadingProcess, startReading } from './reading-process.ts';
import type { Engine, EngineName, Reading, ReadOptions } from './types.ts';

interface Task {
  request: Request;
  onProgress: (fraction: number) => void;
  resolve: (reading: Reading) => void;
  reject: (error: Error) => void;
}

interface State {
  name: EngineName;
  options: EngineOptions;
  queue: Task[];
  task?: Task | undefined;
  process?: ReadingProcess | undefined;
  closed: boolean;
}

let lastId = 0;

/**
 * Opens an engine. Its process starts with the first picture and reads one at a time.
 * A picture that brings the process down is refused with a UserError; the next one gets a new process.
 */
export function openEngine(name: EngineName, options: EngineOptions = {}): Engine {
  const state: State = { name, options, queue: [], closed: false };
  return {
    name,
    readPicture(bytes, { expect, onProgress = () => {} }: ReadOptions = {}) {
      if (state.closed) return Promise.reject(new UserError('unavailable', STOPPED));
      return new Promise((resolve, reject) => {
        const request = { id: ++lastId, bytes, ...(expect && { expect }) };
        state.queue.push({ request, onProgress, resolve, reject });
        next(state);
      });
    },
    async close() {
      state.closed = true;
      const left = [...state.queue.splice(0), ...(state.task ? [state.task] : [])];
      state.task = undefined;
      for (const task of left) task.reject(new UserError('unavailable', STOPPED));
      await state.process?.end();
      state.process = undefined;
    },
  };
}

const UNREADABLE = '这张图片无法识别，请换一张清晰的图片，或手工填写';
const STOPPED = '识别中断了，请再试一次，或手工填写';

function next(state: State): void {
  if (state.task) return;
  state.task = state.queue.shift();
  if (!state.task) {
    state.process?.rest();
    return;
  }
  state.process ??= startReading(
    state.name,
    state.options,
    (reply) => onReply(state, reply),
    (why) => onGone(state, why),
  );
  state.process.ask(state.task.request);
}

function onReply(state: State, reply: Reply): void {
  const { task } = state;
  if (!task || task.request.id !== reply.id) return;
  if ('progress' in reply) {
    task.onProgress(reply.progress);
    return;
  }
  state.task = undefined;
  if ('reading' in reply) task.resolve(reply.reading);
  else {
    log.warn('a picture could not be read', { engine: state.name, failed: reply.failed });
    task.reject(new UserError('unprocessable', UNREADABLE));
  }
  next(state);
}

function onGone(state: State, why: string): void {
  const { task } = state;
  state.process = undefined;
  state.task = undefined;
  if (!task) return;
  log.error('the reading process ended in the middle of a picture', { engine: state.name, why });
  task.reject(new UserError('unavailable', STOPPED));
  next(state);
}

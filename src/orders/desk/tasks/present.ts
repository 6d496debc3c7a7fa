import { now } from '../../../platform/clock.ts';
import { timeShown } from '../../../platform/present.ts';
import { type TaskRow, writesFile } from './tables.ts';
import { KIND_WORDS, STATE_WORDS } from './words.ts';

/** What pages show of a task. */
export function shownTask(task: TaskRow) {
  const { task_no, kind, state, total, done, skipped, problem, pieces } = task;
  const hasFile = writesFile(kind) && pieces > 0;
  return {
    ...{ task_no, state, total, done, skipped, problem },
    title: KIND_WORDS[kind],
    badge:
      state === 'done' && hasFile ? { text: '可以下载', tone: 'ok' as const } : STATE_WORDS[state],
    is_running: state === 'running',
    is_stopping: state === 'running' && task.stop_asked_at !== null,
    has_file: state === 'done' && hasFile,
    progress: progressOf(task),
    created: timeShown(task.created_at),
    expires: task.expires_at && timeShown(task.expires_at),
  };
}

/** '1,200 / 3,000 单，每秒 150 单，还要约 12 秒'. */
function progressOf({ total, done, skipped, started_at }: TaskRow) {
  const worked = done + skipped;
  const seconds = started_at ? (now().getTime() - started_at.getTime()) / 1000 : 0;
  const rate = seconds > 0 ? worked / seconds : 0;
  const words = [`${grouped(worked)} / ${grouped(total)} 单`];
  if (rate > 0) words.push(`每秒 ${grouped(Math.max(1, Math.round(rate)))} 单`);
  if (rate > 0 && total > worked) words.push(`还要约 ${durationIn((total - worked) / rate)}`);
  const value = total > 0 ? Math.min(100, Math.floor((worked / total) * 100)) : null;
  return { value, text: words.join('，') };
}

export const grouped = (count: number): string => count.toLocaleString('en-US');

function durationIn(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} 秒`;
  return seconds < 5400
    ? `${Math.round(seconds / 60)} 分钟`
    : `${(seconds / 3600).toFixed(1)} 小时`;
}

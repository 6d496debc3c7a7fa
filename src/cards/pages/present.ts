import { now } from '../../platform/clock.ts';
import { maskNumber } from '../../platform/mask.ts';
import { timeShown } from '../../platform/present.ts';
import { BULK_WORDS } from '../bulk/bulk-work.ts';
import { maskSecret } from '../importing/preview.ts';
import { openSecret, partsOf } from '../secrets.ts';
import { AT_WORK, type CardRow, NEVER_LAPSES, type TaskRow } from '../tables.ts';
import type { CardNames } from './names.ts';
import { STATUS_WORDS, TASK_WORDS } from './words.ts';

export const grouped = (count: number) => count.toLocaleString('en-US');

export function isAtWork({ state }: Pick<TaskRow, 'state'>): boolean {
  return AT_WORK.some((one) => one === state);
}

/** A card as lists show it: its number masked, or the ends of its text. */
export function shownCard(card: CardRow, names: CardNames) {
  const { product, variant, batch } = names.of(card);
  return {
    id: card.id,
    masked: maskedCard(card),
    title: `${product} · ${variant}`,
    batch_no: batch,
    badge: STATUS_WORDS[card.status],
    sell_by: card.sell_by === NEVER_LAPSES ? null : card.sell_by,
  };
}

export function maskedCard(card: Pick<CardRow, 'secret_sealed' | 'digest'>): string {
  const { text, number } = partsOf(openSecret(card));
  return number ? maskNumber(number) : maskSecret(text);
}

export function taskTitle({ kind, state }: Pick<TaskRow, 'kind' | 'state'>): string {
  if (kind === 'import') return state === 'checking' ? '试运行：逐行检查，不入库' : '正在入库';
  return kind === 'export' ? '导出卡密' : BULK_WORDS[kind];
}

/** What a page shows of a long piece of work. */
export function shownTask(task: TaskRow) {
  const { task_no, kind, state, problem } = task;
  return {
    ...{ task_no, kind, state, problem, title: taskTitle(task), badge: TASK_WORDS[state] },
    ...{ total_rows: task.total_rows, done_rows: task.done_rows, bad_rows: task.bad_rows },
    running: isAtWork(task),
    stopping: isAtWork(task) && task.stop_asked_at !== null,
    progress: progressOf(task),
    has_file: task.pieces > 0,
    created: timeShown(task.created_at),
    expires: task.expires_at && timeShown(task.expires_at),
  };
}

/** '1,200 / 3,000，每秒 150，还要约 12 秒'. */
function progressOf({ total_rows, done_rows, started_at, started_row }: TaskRow) {
  const value = total_rows > 0 ? Math.min(100, Math.floor((done_rows / total_rows) * 100)) : null;
  const seconds = started_at ? (now().getTime() - started_at.getTime()) / 1000 : 0;
  const rate = seconds > 0 ? (done_rows - started_row) / seconds : 0;
  const words = [`${grouped(done_rows)} / ${grouped(total_rows)}`];
  if (rate > 0 && done_rows < total_rows) {
    words.push(`每秒 ${rate >= 10 ? grouped(Math.round(rate)) : rate.toFixed(1)}`);
    words.push(`还要约${durationIn((total_rows - done_rows) / rate)}`);
  }
  return { value, text: words.join('，') };
}

function durationIn(seconds: number): string {
  if (seconds < 90) return ` ${Math.max(1, Math.round(seconds))} 秒`;
  if (seconds < 5400) return ` ${Math.round(seconds / 60)} 分钟`;
  return ` ${(seconds / 3600).toFixed(1)} 小时`;
}

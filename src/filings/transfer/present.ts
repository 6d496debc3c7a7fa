import { now } from '../../platform/clock.ts';
import { timeShown } from '../../platform/present.ts';
import { countsOf } from './counts.ts';
import { EXPORTS } from './exporting/index.ts';
import { importPlan } from './plan.ts';
import { RUNNING, type TransferRow, type TransferState } from './tables.ts';

type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'idle';

export const STATE_WORDS: Record<TransferState, { text: string; tone: Tone }> = {
  receiving: { text: '正在接收', tone: 'wait' },
  mapping: { text: '待核对', tone: 'warn' },
  checking: { text: '试运行中', tone: 'info' },
  checked: { text: '待导入', tone: 'warn' },
  importing: { text: '导入中', tone: 'info' },
  writing: { text: '生成中', tone: 'info' },
  done: { text: '已完成', tone: 'ok' },
  stopped: { text: '已停止', tone: 'idle' },
  failed: { text: '没有做完', tone: 'bad' },
  fetched: { text: '已下载', tone: 'idle' },
  expired: { text: '文件已删除', tone: 'idle' },
};

export function isRunning({ state }: Pick<TransferRow, 'state'>): boolean {
  return RUNNING.some((one) => one === state);
}

/** What a page shows of a transfer. */
export function shownTransfer(transfer: TransferRow) {
  const { transfer_no, kind, subject, state, total_rows, done_rows, bad_rows } = transfer;
  return {
    transfer_no,
    kind,
    title: kind === 'import' ? nameOf(transfer) : `导出${EXPORTS[subject].title}`,
    state,
    badge:
      state === 'done' && kind === 'export' ? { text: '可以下载', tone: 'ok' } : STATE_WORDS[state],
    ...{ total_rows, done_rows, bad_rows, problem: transfer.problem },
    running: isRunning(transfer),
    stopping: isRunning(transfer) && transfer.stop_asked_at !== null,
    progress: progressOf(transfer),
    counts: countsOf(transfer),
    created: timeShown(transfer.created_at),
    expires: transfer.expires_at && timeShown(transfer.expires_at),
  };
}

function nameOf(transfer: TransferRow): string {
  return importPlan(transfer).file_name || '导入的文件';
}

/** '1,200 / 3,000 行，每秒 150 行，还要约 12 秒'. */
function progressOf({ total_rows, done_rows, started_at, started_row }: TransferRow) {
  const value = total_rows > 0 ? Math.min(100, Math.floor((done_rows / total_rows) * 100)) : null;
  const seconds = started_at ? (now().getTime() - started_at.getTime()) / 1000 : 0;
  const rate = seconds > 0 ? (done_rows - started_row) / seconds : 0;
  const words = [`${grouped(done_rows)} / ${grouped(total_rows)} 行`];
  if (rate > 0 && done_rows < total_rows) {
    words.push(`每秒 ${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} 行`);
    words.push(`还要约${durationIn((total_rows - done_rows) / rate)}`);
  }
  return { value, text: words.join('，') };
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function durationIn(seconds: number): string {
  if (seconds < 90) return ` ${Math.max(1, Math.round(seconds))} 秒`;
  if (seconds < 5400) return ` ${Math.round(seconds / 60)} 分钟`;
  return ` ${(seconds / 3600).toFixed(1)} 小时`;
}

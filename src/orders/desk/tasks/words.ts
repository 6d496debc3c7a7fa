import type { Tone } from '../words.ts';
import type { TaskKind, TaskState } from './tables.ts';

export const KIND_WORDS: Record<TaskKind, string> = {
  export: '导出订单',
  settlement: '导出结算单',
  cancel: '取消未付款订单',
  resend: '重发发货通知',
  note: '写备注',
};

export const STATE_WORDS: Record<TaskState, { text: string; tone: Tone }> = {
  running: { text: '进行中', tone: 'info' },
  done: { text: '已完成', tone: 'ok' },
  stopped: { text: '已停止', tone: 'idle' },
  failed: { text: '没有做完', tone: 'bad' },
  fetched: { text: '已下载', tone: 'idle' },
  expired: { text: '文件已删除', tone: 'idle' },
};

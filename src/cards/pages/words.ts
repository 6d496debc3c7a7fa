import { nameActions } from '../../audit/index.ts';
import { type BatchRow, CARD, type CardStatus, type TaskState } from '../tables.ts';

type Badge = { text: string; tone: 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'idle' };

export const STATUS_WORDS: Record<CardStatus, Badge> = {
  [CARD.available]: { text: '可售', tone: 'ok' },
  [CARD.held]: { text: '待付款占用', tone: 'wait' },
  [CARD.sold]: { text: '已售', tone: 'info' },
  [CARD.void]: { text: '已作废', tone: 'idle' },
  [CARD.frozen]: { text: '已冻结', tone: 'warn' },
  [CARD.lapsed]: { text: '已过期', tone: 'idle' },
};
/** The same as the address of a list says them. */
export const STATUS_NAMES = Object.entries(CARD).map(([value, status]) => ({
  value,
  status,
  label: STATUS_WORDS[status].text,
}));

export const SOURCE_WORDS: Record<BatchRow['source'], string> = {
  pasted: '粘贴',
  file: '文件',
  generated: '生成',
};

export const BATCH_WORDS: Record<BatchRow['state'], Badge> = {
  waiting: { text: '待导入', tone: 'warn' },
  running: { text: '导入中', tone: 'info' },
  done: { text: '已入库', tone: 'ok' },
  stopped: { text: '已停止', tone: 'idle' },
  undone: { text: '已撤销', tone: 'idle' },
};

export const TASK_WORDS: Record<TaskState, Badge> = {
  receiving: { text: '正在接收', tone: 'wait' },
  mapping: { text: '待核对', tone: 'warn' },
  checking: { text: '试运行中', tone: 'info' },
  checked: { text: '待导入', tone: 'warn' },
  running: { text: '进行中', tone: 'info' },
  done: { text: '已完成', tone: 'ok' },
  stopped: { text: '已停止', tone: 'idle' },
  failed: { text: '没有做完', tone: 'bad' },
  fetched: { text: '已下载', tone: 'idle' },
  expired: { text: '文件已删除', tone: 'idle' },
};

/** Events of a card's life story. */
export const EVENT_WORDS: Record<string, string> = {
  imported: '导入',
  generated: '生成',
  voided: '作废',
  moved: '转移到别的规格',
  revealed: '查看明文',
  exported: '明文导出',
  exchanged: '换成新内容',
  sold: '卖给买家',
  replaced: '因故更换',
};

nameActions({
  'cards.uploaded': '上传卡密文件',
  'cards.checked': '试运行卡密导入',
  'cards.import_begun': '开始导入卡密',
  'cards.imported': '卡密导入完成',
  'cards.generated': '生成卡密',
  'cards.faults_fetched': '下载卡密导入错误行',
  'cards.source_removed': '删除卡密导入文件',
  'cards.task_stopped': '停止卡密任务',
  'cards.undo': '撤销卡密批次',
  'cards.undo_done': '卡密批次撤销完成',
  'cards.freeze': '冻结卡密批次',
  'cards.freeze_done': '卡密批次冻结完成',
  'cards.thaw': '解冻卡密批次',
  'cards.thaw_done': '卡密批次解冻完成',
  'cards.void': '批量作废卡密',
  'cards.void_done': '批量作废卡密完成',
  'cards.move': '批量转移卡密',
  'cards.move_done': '批量转移卡密完成',
  'cards.export': '导出卡密',
  'cards.exported': '卡密导出完成',
  'cards.fetched': '下载卡密导出文件',
  'card.revealed': '查看卡密明文',
  'card.voided': '作废一张卡密',
  'card.looked_up': '按内容查找卡密',
  'cards.loop_set': '设置循环卡内容',
  'cards.stock_repaired': '库存与卡密不符，已修正',
  'cards.lapsed': '卡密过期下架',
});

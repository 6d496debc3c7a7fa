import { nameActions } from '../../audit/index.ts';
import type { Delivery } from '../../catalog/index.ts';
import type { OrderStatus } from '../tables.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'wait' | 'idle';

/** Where an order stands, as operators say it. */
export const STATUS_SHOWN: Record<OrderStatus, { text: string; tone: Tone }> = {
  unpaid: { text: '待付款', tone: 'wait' },
  paid: { text: '待发货', tone: 'warn' },
  waiting: { text: '等待补货', tone: 'warn' },
  delivered: { text: '已发货', tone: 'ok' },
  refunded: { text: '已退款', tone: 'idle' },
  expired: { text: '超时未付', tone: 'idle' },
  cancelled: { text: '已取消', tone: 'idle' },
};

export const DELIVERY_WORDS: Record<Delivery, string> = {
  imported: '导入卡密',
  generated: '自产卡密',
  loop: '循环卡',
  manual: '人工发货',
};

nameActions({
  'order.note': '给订单写备注',
  'order.revealed': '查看订单里的完整内容',
  'order.resent': '重发订单通知',
  'shop_task.begun': '开始批量处理订单',
  'shop_task.stopped': '停止批量处理订单',
  'shop_task.finished': '批量处理订单完成',
  'shop_task.fetched': '下载商店导出文件',
  'shop_fees.changed': '修改支付手续费率',
});

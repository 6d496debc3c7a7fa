import { nameActions } from '../audit/index.ts';

nameActions({
  'payment.confirmed': '人工确认到账',
  'payment.asked': '向网关查询支付',
  'payment_event.shown': '查看支付通知原文',
  'refund.wanted': '发起退款',
  'refund.done': '退款完成',
  'refund.failed': '退款失败',
  'refund.retried': '重试退款',
  'refund.switched': '改变退款方式',
  'refund.dropped': '取消退款',
  'balance.adjusted': '调整余额',
  'balance.topped_up': '余额充值到账',
  'reconciliation.begun': '开始对账',
  'reconciliation.resolved': '处理对账差异',
});

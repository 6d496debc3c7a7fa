import { nameActions } from '../audit/index.ts';

nameActions({
  'payment.confirmed': '人工确认到账',
  'payment.asked': '向网关查询支付',
  'payment.paid': '支付到账',
  'refund.wanted': '发起退款',
  'refund.done': '退款完成',
  'refund.failed': '退款失败',
  'refund.retried': '重试退款',
  'refund.switched': '改变退款方式',
  'balance.adjusted': '调整余额',
  'reconciliation.begun': '开始对账',
  'reconciliation.resolved': '处理对账差异',
});

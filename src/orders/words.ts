import { nameActions } from '../audit/index.ts';

nameActions({
  'order.cancelled': '取消了订单',
  'order.refunded': '给订单退款',
  'order.replaced': '更换了卡密',
  'order.delivered': '人工发货',
});

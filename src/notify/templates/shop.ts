import { template } from './template.ts';

/** No key, no contact and no answer of a buyer stands in a message: what he bought is behind the link. */
export const shopTemplates = {
  'shop.surplus': template({
    subject: '订单 {order_no} 多收了一笔款',
    text: '支付单 {payment_no} 的钱没有订单需要，已{where}。请核对。',
  }),
  'shop.waiting': template({
    subject: '订单 {order_no} 已付款，等待补货',
    text: '“{product}”库存不足，{order_no} 已排队。补货后会自动发货；不能补货请尽快退款。',
  }),
  'shop.to_deliver': template({
    subject: '订单 {order_no} 等待人工发货',
    text: '“{product}”需要人工发货，买家已付款，请尽快处理。',
  }),
  /** To whoever left an address on a sold-out product: once, and then the address is forgotten. */
  'shop.restocked': template({
    subject: '“{product}”到货了',
    text: '您关注的“{product}”（{variant}）现在可以购买，数量有限。这封邮件只发一次，您的地址已从等候名单删除。',
    in_site: false,
    good_for_minutes: 24 * 60,
  }),
};

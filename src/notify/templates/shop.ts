import { template } from './template.ts';

const DAY = 24 * 60;
const SMS = '请到购买的网站查看。';

/** No key, no contact and no answer of a buyer stands in a message: what he bought is behind the link. */
export const shopTemplates = {
  'shop.surplus': template({
    subject: '有 {count} 笔多收的款',
    text: '{payments}：没有订单需要这些钱，已经退回或转入买家余额。请核对。',
    good_for_minutes: DAY,
  }),
  'shop.waiting': template({
    subject: '{count} 个已付款的订单等待补货',
    text: '{goods}。补货后会自动发货；不能补货请尽快退款。',
    good_for_minutes: DAY,
  }),
  'shop.to_deliver': template({
    subject: '{count} 个订单等待人工发货',
    text: '{goods}。买家已付款，请尽快发货。',
    good_for_minutes: DAY,
  }),
  'shop.task_done': template({ subject: '{what}完成', text: '{result}', mail: false }),
  'shop.webhook_off': template({
    subject: 'Webhook“{name}”已停用',
    text: '连续 {days} 天没有一次通知成功，已停用这个地址，之后的订单不再通知它。请修好接收程序，发一次测试，再重新启用。',
    good_for_minutes: 3 * DAY,
  }),
  /** To whoever left an address on a sold-out product: once, and then the address is forgotten. */
  'shop.restocked': template({
    subject: '“{product}”到货了',
    text: '您关注的“{product}”（{variant}）现在可以购买，数量有限。这封邮件只发一次，您的地址已从等候名单删除。',
    in_site: false,
    good_for_minutes: DAY,
  }),
  'order.delivered': template({
    subject: '订单 {order_no} 已发货',
    text: '您购买的“{product}”（{variant}）{quantity} 件已发货。{note}请打开下面的链接查看。',
    sms: `您的订单{order_no}已发货，${SMS}`,
  }),
  'order.waiting': template({
    subject: '订单 {order_no} 已付款，正在补货',
    text: '已收到您的付款。“{product}”（{variant}）{quantity} 件暂时缺货，订单已按付款先后排队，补货后自动发货，并再通知您。{note}不想等，请联系我们退款。',
    sms: `您的订单{order_no}已付款，正在补货，到货后自动发货，${SMS}`,
  }),
  'order.to_deliver': template({
    subject: '订单 {order_no} 已付款，等待人工发货',
    text: '已收到您的付款。“{product}”（{variant}）{quantity} 件由客服人工发货，发货后再通知您。{note}',
  }),
  'order.refunded': template({
    subject: '订单 {order_no} 退款 {amount}',
    text: '订单 {order_no}（“{product}”）退款 {amount}，{where}。',
    sms: `您的订单{order_no}已退款，${SMS}`,
  }),
  'order.replaced': template({
    subject: '订单 {order_no} 的卡密已更换',
    text: '“{product}”（{variant}）{what}，旧卡密已作废。请打开下面的链接查看新卡密。',
    sms: `您的订单{order_no}有卡密已更换，${SMS}`,
  }),
  'order.surplus': template({
    subject: '订单 {order_no} 多付的款已退',
    text: '订单 {order_no} 收到一笔不需要的付款（重复付款，或订单已关闭），{where}。',
    sms: `您的订单{order_no}多付的款已退，${SMS}`,
  }),
  'order.link': template({
    subject: '订单 {order_no} 的查看链接',
    text: '请在 {minutes} 分钟内打开下面的链接查看订单，链接只能用一次。如果不是您本人操作，请忽略这封邮件。',
    in_site: false,
    urgent: true,
    good_for_minutes: 30,
  }),
};

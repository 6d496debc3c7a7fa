import { template } from './template.ts';

/** Cards and their stock, for those who run the shop. No secret ever stands in a message. */
export const stockTemplates = {
  'cards.task_done': template({
    subject: '卡密{what}完成',
    text: '{result}',
    mail: false,
  }),
  'stock.low': template({
    subject: '{product}库存不足',
    text: '“{product}”的“{variant}”只剩 {stock} 件（预警线 {warn_at} 件），请及时补货。',
    good_for_minutes: 24 * 60,
  }),
  'stock.lapsing': template({
    subject: '{product}有卡密即将过期',
    text: '“{product}”的“{variant}”有 {count} 张卡密最晚 {day} 可售，过期后会自动下架。',
    good_for_minutes: 24 * 60,
  }),
  'stock.repaired': template({
    subject: '库存与卡密不符，已修正',
    text: '“{product}”的“{variant}”记着 {before} 件，实有 {after} 张可售卡密，已改为 {after}。请在审计记录里查看，并联系技术人员找出原因。',
    good_for_minutes: 24 * 60,
  }),
};

import { template } from './template.ts';

/** Watching filed sites. No domain stands in a mail or a text message: the page behind the link names it. */
export const watchTemplates = {
  'filing.watch': template({
    subject: '备案 {filing_no} 的网站需要您处理',
    text: '{what}。{todo}。',
    good_for_minutes: 24 * 60,
  }),
  'watch.critical': template({
    subject: '网站监测发现严重问题',
    text: '{problem}（监测编号 {watch_no}），请尽快处理。',
    good_for_minutes: 24 * 60,
  }),
  'watch.digest': template({
    subject: '网站监测日报',
    text: '新发现：严重 {critical} 项，警告 {warn} 项，提示 {note} 项。',
    good_for_minutes: 24 * 60,
  }),
};

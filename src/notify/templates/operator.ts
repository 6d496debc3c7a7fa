import { template } from './template.ts';

export const operatorTemplates = {
  'review.waiting': template({
    subject: '备案 {filing_no} 等待审核',
    text: '有一份备案等待审核。',
    mail: false,
  }),
  'agent.passed_over': template({
    subject: '备案 {filing_no} 已转入初审',
    text: '您没有在期限内核对这份备案，它已直接进入服务商初审，现在不需要您处理。',
    mail: false,
  }),
  'bureau.alarm': template({
    subject: '{bureau}接口需要处理',
    text: '{problem}',
    good_for_minutes: 24 * 60,
  }),
  'transfer.finished': template({
    subject: '备案数据{what}完成',
    text: '{result}',
    mail: false,
  }),
};

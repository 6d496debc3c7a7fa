import { template } from './template.ts';

export const operatorTemplates = {
  'review.waiting': template({
    subject: '备案 {filing_no} 等待审核',
    text: '有一份备案等待审核。',
    mail: false,
  }),
  'bureau.alarm': template({
    subject: '{bureau}接口需要处理',
    text: '{problem}',
    good_for_minutes: 24 * 60,
  }),
};

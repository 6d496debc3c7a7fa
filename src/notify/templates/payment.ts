import { template } from './template.ts';

export const paymentTemplates = {
  'payment.alarm': template({
    subject: '{what}需要处理',
    text: '{problem}',
    good_for_minutes: 24 * 60,
  }),
};

import type { Browser } from '../harness.ts';

/** A bill as Alipay gives it: one right, one 0.01 short, one that we do not know, another shop's, and a refund. */
export function alipayBill(listed: string, wrong: string): string {
  return [
    '#支付宝业务明细查询',
    '支付宝交易号,商户订单号,业务类型,订单金额（元）',
    `2026A,${listed}\t,交易,28.80`,
    `2026B,${wrong},交易,28.79`,
    '2026C,ZF0000000000000000,交易,5.00',
    '2026D,OTHER-SHOP-1,交易,5.00',
    `2026E,${listed},退款,-28.80`,
  ].join('\r\n');
}

/** Sends a bill as its form does. */
export function uploadBill(by: Browser, gateway: string, day: string, bill: string) {
  const form = new FormData();
  form.set('gateway', gateway);
  form.set('day', day);
  form.set('file', new Blob([bill]), 'bill.csv');
  return by.fetch('/reconciliations/bills', { method: 'POST', body: form });
}

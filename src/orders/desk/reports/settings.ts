import { z } from 'zod';
import { defineSetting } from '../../../platform/settings.ts';

/** What a way of payment keeps of each payment, in hundredths of a percent (60 = 0.6 %); who is missing is not known. */
export const feesSetting = defineSetting({
  key: 'shop.fees',
  title: '支付手续费率',
  secret: false,
  schema: z.record(z.string(), z.number().int().min(0).max(10_000)).default({}),
});
export type Fees = z.output<typeof feesSetting.schema>;

/** What a gateway kept of so much money, in cents; null when its rate is not known. */
export function feeOf(fees: Fees, gateway: string, cents: number): number | null {
  const rate = fees[gateway];
  return rate === undefined ? null : Math.round((cents * rate) / 10_000);
}

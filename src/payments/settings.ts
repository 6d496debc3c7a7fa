import { z } from 'zod';
import { absolute } from '../notify/index.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';

/** What holds for all gateways. */
export const paymentsSetting = defineSetting({
  key: 'payments',
  title: '支付',
  secret: false,
  schema: z
    .object({
      /** Where gateways reach us, when that is another address than people's. */
      callback_base: z
        .union([
          z.literal(''),
          z.url({ protocol: /^https?$/, message: '请填写完整地址，如 https://pay.example.cn' }),
        ])
        .default(''),
      /** The most and the least that a customer may add to his balance at once, in cents. */
      top_up_least_cents: z.number().int().min(1, '请填写金额，如 1.00').default(100),
      top_up_most_cents: z.number().int().min(1, '请填写金额，如 5000').default(500_000),
      /** Whether customers may fill a balance. */
      may_top_up: z.boolean().default(true),
    })
    .prefault({}),
});

/** The whole address that a gateway calls back. */
export async function callbackUrl(gateway: string): Promise<string> {
  const { callback_base } = await readSetting(paymentsSetting);
  const path = `/payments/callbacks/${gateway}`;
  return callback_base ? new URL(path, callback_base).href : absolute(path);
}

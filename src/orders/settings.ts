import { z } from 'zod';
import { defineSetting } from '../platform/settings.ts';

const most = (usual: number) => z.int().min(1).max(1_000_000).default(usual);

/** How long stock is held, and how many unpaid orders one buyer, address or device may have at once. */
export const orderingSetting = defineSetting({
  key: 'shop.ordering',
  title: '下单',
  secret: false,
  schema: z
    .object({
      hold_minutes: z.int().min(1).max(1440).default(15),
      open_per_buyer: most(3),
      open_per_device: most(5),
      open_per_source: most(20),
    })
    .prefault({}),
});
export type Ordering = z.output<typeof orderingSetting.schema>;

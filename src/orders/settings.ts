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
      /** A panel buys for many people. */
      open_per_program: most(200),
      open_per_device: most(5),
      open_per_source: most(20),
      /** With so few left, or fewer, an order costs its buyer's machine some work first; 0: never. */
      challenge_stock: z.int().min(0).max(1_000_000).default(10),
      /** The same for whoever orders from an address with so many unpaid orders; 0: never. */
      challenge_open: z.int().min(0).max(1_000_000).default(3),
    })
    .prefault({}),
});
export type Ordering = z.output<typeof orderingSetting.schema>;

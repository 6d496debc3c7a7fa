import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** How long the panel's receiver may be away. */
export const panelSetting = defineSetting({
  key: 'shop.webhooks',
  title: 'Webhook',
  secret: false,
  schema: z
    .object({
      /** After so many days without one call that came through, an address is switched off. */
      off_after_days: z.int().min(1).max(90).default(5),
      /** Calls are kept so long. */
      kept_days: z.int().min(7).max(400).default(90),
    })
    .prefault({}),
});

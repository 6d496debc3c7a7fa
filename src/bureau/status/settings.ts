import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** How long an answer is good, and how often a bureau may be asked. */
export const statusSetting = defineSetting({
  key: 'bureau.status',
  title: '备案状态查询',
  secret: false,
  schema: z
    .object({
      filed_hours: z.number().int().min(1).max(720).default(24),
      unfiled_minutes: z.number().int().min(1).max(1440).default(60),
      /** Questions to all bureaus together. */
      per_minute: z.number().int().min(1).max(600).default(30),
    })
    .prefault({}),
});

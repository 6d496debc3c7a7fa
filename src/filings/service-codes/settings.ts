import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** Which requests need a service code, and how many filings a new code is good for unless told otherwise. */
export const serviceCodesSetting = defineSetting({
  key: 'filings.service_codes',
  title: '备案服务号',
  secret: false,
  schema: z
    .object({
      needed: z.enum(['never', 'first', 'all']).default('never'),
      max_uses: z.number().int().min(1).max(100).default(5),
    })
    .prefault({}),
});

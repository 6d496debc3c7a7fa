import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** Whether agents look first, and how many working days they have before a filing goes on without them. */
export const agentsSetting = defineSetting({
  key: 'filings.agents',
  title: '代理初核',
  secret: false,
  schema: z
    .object({
      is_on: z.boolean().default(false),
      days: z.number().int().min(1).max(10).default(1),
    })
    .prefault({}),
});

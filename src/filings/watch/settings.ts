import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** How filed domains are watched. */
export const watchSetting = defineSetting({
  key: 'filings.watch',
  title: '网站监测',
  secret: false,
  schema: z
    .object({
      is_on: z.boolean().default(true),
      every_hours: z.number().int().min(1).max(720).default(24),
      /** Domains in one round of a minute. */
      per_round: z.number().int().min(1).max(2000).default(200),
      /** DNS servers "1.2.3.4" or "1.2.3.4:53"; none: those of this machine. */
      dns_servers: z.array(z.string().max(60)).max(5).default([]),
      reads_sites: z.boolean().default(true),
      /** Fetch pages only from our own addresses. */
      only_own: z.boolean().default(true),
      reminds_police: z.boolean().default(true),
      /** The bureau is asked about a domain again after so many days. */
      status_days: z.number().int().min(1).max(90).default(7),
    })
    .prefault({}),
});

export type WatchSetting = z.output<typeof watchSetting.schema>;

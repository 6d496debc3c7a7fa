import { z } from 'zod';

// How often, when and how patiently a bureau may be called, as far as its interface says so.

const minutes = (value: number) => z.number().int().min(1).max(1440).default(value);
/** '08:00-20:00' (Asia/Shanghai); '' for always. */
export const HOURS = /^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/;

export const PaceSchema = z.strictObject({
  hours: z.string().regex(HOURS, '格式如 08:00-20:00，不限请留空').default(''),
  /** Calls of all methods together in any 60 minutes; 0: as many as are needed. */
  calls_per_hour: z.number().int().min(0).max(100_000).default(0),
  polling: z
    .strictObject({
      /** For so long after a file went up or came down the bureau is asked often. */
      busy_for_minutes: minutes(30),
      busy_every_minutes: minutes(1),
      /** Records await a word. */
      waiting_every_minutes: minutes(5),
      quiet_every_minutes: minutes(30),
    })
    .prefault({}),
  /** Without an answer the next round waits, twice as long each time. */
  backoff: z
    .strictObject({
      first_seconds: z.number().int().min(1).max(3600).default(30),
      longest_minutes: minutes(30),
    })
    .prefault({}),
});

export type Pace = z.output<typeof PaceSchema>;

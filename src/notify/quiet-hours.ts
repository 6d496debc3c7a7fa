import { HOUR } from '../platform/clock.ts';

/** China has one zone and no summer time. */
const SHANGHAI = 8 * HOUR;
const BEGIN = 22;
const END = 8;

/** `at`, or 8:00 (Asia/Shanghai) when it falls between 22:00 and 8:00: no text message wakes anybody. */
export function afterQuietHours(at: Date): Date {
  const local = new Date(at.getTime() + SHANGHAI);
  const hour = local.getUTCHours();
  if (hour >= END && hour < BEGIN) return at;
  const morning = new Date(local);
  if (hour >= BEGIN) morning.setUTCDate(morning.getUTCDate() + 1);
  morning.setUTCHours(END, 0, 0, 0);
  return new Date(morning.getTime() - SHANGHAI);
}

import { DAY, fromNow, shownDay } from '../../platform/clock.ts';

/** The first moment of a day in China, and the first after it. */
export function dayBounds(day: string): [Date, Date] {
  const from = new Date(`${day}T00:00:00+08:00`);
  return [from, new Date(from.getTime() + DAY)];
}

/** '2026-11-21' on the 22nd. */
export function yesterday(): string {
  return shownDay(fromNow(-DAY));
}

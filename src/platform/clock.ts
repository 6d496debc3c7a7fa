/** The one source of the present moment, so that tests can move it. */
let shift = 0;

export function now(): Date {
  return new Date(Date.now() + shift);
}

/** Moves the clock by `ms` from real time; for tests and drills only. */
export function shiftClock(ms: number): void {
  shift = ms;
}

/** `ms` after (or before) the present moment. */
export function fromNow(ms: number): Date {
  return new Date(now().getTime() + ms);
}

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const stamp = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** '2026-11-22 16:30:05', Asia/Shanghai. */
export function shownTime(at: Date): string {
  return stamp.format(at);
}

/** '2026-11-22', Asia/Shanghai: the day a person in China would name. */
export function shownDay(at: Date): string {
  return day.format(at);
}

/** The sandbox clock: it stood at `sandbox` when the machine's stood at `real`. */
export interface Clock {
  speed: number;
  real: number;
  sandbox: number;
}

/** Sandbox time in milliseconds. */
export const nowOf = (clock: Clock, real = Date.now()): number =>
  Math.round(clock.sandbox + (real - clock.real) * clock.speed);

/** The same clock from now on, faster, slower or moved ahead; it never runs back. */
export function moved(clock: Clock, change: { speed?: number; ahead?: number }): Clock {
  const real = Date.now();
  const ahead = Math.max(0, change.ahead ?? 0);
  return { speed: change.speed ?? clock.speed, real, sandbox: nowOf(clock, real) + ahead };
}

/** `2026-03-25 14:58:00` in Beijing time, as the bureaus write moments. */
export const moment = (at: number): string =>
  new Date(at + 8 * 36e5).toISOString().slice(0, 19).replace('T', ' ');

/** `20260325145800` in Beijing time, the head of a file name. */
export const stamp = (at: number): string => moment(at).replace(/\D/g, '');

/** Whether a moment lies in `09:00-17:30` (Beijing); a window may pass midnight. Empty = always. */
export function isInside(window: string, at: number): boolean {
  const [from, to] = window.split('-');
  if (!from || !to) return true;
  const time = moment(at).slice(11, 16);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

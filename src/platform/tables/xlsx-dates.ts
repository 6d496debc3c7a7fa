import { DAY, SECOND } from '../clock.ts';

/** Formats every program knows by number that show dates or times; 27–36 and 50–58 are the Chinese ones. ECMA-376 18.8.30. */
const BUILT_IN: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a number format shows a moment: by its number, or by a letter of a date outside quotes and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN.some(([first, last]) => id >= first && id <= last);
  const letters = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_./g, '');
  return /[ymdhs]/i.test(letters) && !/general/i.test(letters);
}

/** 45992.5 -> '2025-12-01 12:00:00', 45992 -> '2025-12-01', 0.5 -> '12:00:00'; undefined when it is no moment. */
export function dateOfSerial(serial: number, from1904: boolean): string | undefined {
  if (!(serial >= 0 && serial < 2_958_466)) return undefined;
  // Day 60 of the count from 1900 is a 29 February that never was: the days before it are one off.
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const at = new Date(start + Math.round((serial * DAY) / SECOND) * SECOND).toISOString();
  const day = at.slice(0, 10);
  const time = at.slice(11, 19);
  if (serial < 1 && !from1904) return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}

const TIME = /^(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D+(\d{1,2})\D(\d{1,2})(?:\D(\d{1,2}))?)?/;

/**
 * A time of the wire (10 to 22 characters, with or without hours) as 14 digits that compare as text;
 * fourteen zeros, older than everything, when it cannot be read.
 */
export function comparableTime(text: string): string {
  const parts = TIME.exec(text.trim())?.slice(1) ?? [];
  const [year = '0000', ...rest] = parts;
  const digits = Array.from({ length: 5 }, (_, n) => (rest[n] ?? '').padStart(2, '0'));
  return [year, ...digits].join('');
}

/** The day of a time of the wire, '2026-01-31'; '' when there is none. */
export function dayIn(text: string): string {
  const time = comparableTime(text);
  if (time.startsWith('0000')) return '';
  return `${time.slice(0, 4)}-${time.slice(4, 6)}-${time.slice(6, 8)}`;
}

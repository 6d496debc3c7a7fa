import chineseDays from 'chinese-days';
import { z } from 'zod';

const { getHolidaysInRange, isWorkday } = chineseDays;

const day = z.iso.date();

/** One year's holidays as the State Council announces them: days off on weekdays, and weekends worked for them. */
export const HolidayYear = z.object({
  year: z.number().int().min(2000).max(2100),
  holidays: z.array(day).max(100),
  workdays: z.array(day).max(100),
});
export type HolidayYear = z.output<typeof HolidayYear>;

/** What is not announced yet cannot be counted: then `certain` is false and the first such year is named. */
export interface Certainty {
  certain: boolean;
  unknown_year?: number;
}

/**
 * The date `count` working days after a date ('YYYY-MM-DD'); the day after it is the first. Years in `extra`
 * win over those the calendar knows. In years nobody knows, plain weekdays are counted, and the answer says so.
 */
export function addWorkingDays(
  date: string,
  count: number,
  extra: readonly HolidayYear[] = [],
): { date: string } & Certainty {
  let current = day.parse(date);
  const seen = new Set<number>();
  for (let left = Math.min(Math.max(count, 0), 1000); left > 0; ) {
    current = nextDay(current);
    seen.add(yearOf(current));
    if (isWorkingDay(current, extra)) left -= 1;
  }
  return { date: current, ...certainty(seen, extra) };
}

/** How many working days lie after `from` up to and including `to`; 0 when `to` is not later. Ten years at most. */
export function workingDaysBetween(
  from: string,
  to: string,
  extra: readonly HolidayYear[] = [],
): { days: number } & Certainty {
  const seen = new Set<number>();
  const end = day.parse(to);
  let days = 0;
  let current = day.parse(from);
  for (let walked = 0; current < end && walked < 3660; walked += 1) {
    current = nextDay(current);
    seen.add(yearOf(current));
    if (isWorkingDay(current, extra)) days += 1;
  }
  return { days, ...certainty(seen, extra) };
}

/** Whether people work on a day, as far as is known. */
export function isWorkingDay(date: string, extra: readonly HolidayYear[] = []): boolean {
  const known = extra.find(({ year }) => year === yearOf(date));
  if (!known) return isWorkday(date);
  if (known.workdays.includes(date)) return true;
  return !known.holidays.includes(date) && !isWeekend(date);
}

/** Whether a year's holidays have been announced to us; the library answers plain weekdays for others. */
export function isKnownYear(year: number, extra: readonly HolidayYear[] = []): boolean {
  if (extra.some((known) => known.year === year)) return true;
  return getHolidaysInRange(`${year}-01-01`, `${year}-12-31`, false).length > 0;
}

function certainty(years: ReadonlySet<number>, extra: readonly HolidayYear[]): Certainty {
  const unknown = [...years].find((year) => !isKnownYear(year, extra));
  return unknown === undefined ? { certain: true } : { certain: false, unknown_year: unknown };
}

const yearOf = (date: string) => Number(date.slice(0, 4));

function nextDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

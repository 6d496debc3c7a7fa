import { z } from 'zod';
import { now, shownDay } from '../../platform/clock.ts';
import { defineSetting, readSetting } from '../../platform/settings.ts';
import { paceSetting } from '../settings.ts';
import { addWorkingDays, HolidayYear, isKnownYear, workingDaysBetween } from './working-days.ts';

/** Holidays of years that the shipped calendar does not know yet, as an operator copies them from the announcement. */
export const holidaysSetting = defineSetting({
  key: 'filings.holidays',
  title: '节假日安排',
  secret: false,
  schema: z.array(HolidayYear).max(20).default([]),
});

/** What is promised of every filing, in working days: our review, and the bureau's own. */
export async function promisedDays(): Promise<{ review_days: number; bureau_days: number }> {
  return readSetting(paceSetting);
}

/** When our review is promised to be done: in so many working days, at the end of the last one. */
export async function reviewPromise(): Promise<{ days: number; due: Date }> {
  const days = (await readSetting(paceSetting)).review_days;
  return { days, due: await endOfDay(days) };
}

/** When the bureau's own review is over at the latest. */
export async function bureauDue(): Promise<Date> {
  return endOfDay((await readSetting(paceSetting)).bureau_days);
}

/** The end of the working day so many days from today. */
export async function dueIn(days: number): Promise<Date> {
  return endOfDay(days);
}

/** 18:00 in China on the day so many working days from today. */
async function endOfDay(days: number): Promise<Date> {
  const { date } = addWorkingDays(shownDay(now()), days, await readSetting(holidaysSetting));
  return new Date(`${date}T18:00:00+08:00`);
}

export interface Pace {
  /** Working days left: 0 today, negative when it is late. */
  days_left: number;
  late: boolean;
  /** false: the holidays of a year on the way are not announced yet, so plain weekdays were counted. */
  certain: boolean;
}

/** How a promised date stands now. */
export async function paceOf(due: Date): Promise<Pace> {
  const extra = await readSetting(holidaysSetting);
  const [today, end] = [shownDay(now()), shownDay(due)];
  const left = workingDaysBetween(today, end, extra);
  const over = workingDaysBetween(end, today, extra);
  return {
    days_left: left.days - over.days,
    late: due < now(),
    certain: left.certain && over.certain,
  };
}

/** Whether the working days up to this date could be counted with announced holidays only. */
export async function isCertain(at: Date): Promise<boolean> {
  return isKnownYear(Number(shownDay(at).slice(0, 4)), await readSetting(holidaysSetting));
}

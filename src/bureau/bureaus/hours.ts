import { DAY, HOUR, MINUTE } from '../../platform/clock.ts';
import type { BureauRow } from '../tables.ts';

const SHANGHAI = 8 * HOUR;

/** When a bureau takes reports: as its own setting says, else as its interface profile does. */
export function hoursOf({
  hours,
  profile_hours,
}: Pick<BureauRow, 'hours' | 'profile_hours'>): string {
  return hours || profile_hours;
}

/** When a bureau with these hours ('08:00-20:00', Asia/Shanghai) opens next; undefined while it is open. */
export function nextOpening(hours: string, at: Date): Date | undefined {
  const [from, to] = hours.split('-').map(minuteOfDay);
  if (from === undefined || to === undefined || from === to) return undefined;
  const local = at.getTime() + SHANGHAI;
  const midnight = local - (local % DAY);
  const minute = (local - midnight) / MINUTE;
  const isOpen = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (isOpen) return undefined;
  const opening = midnight + from * MINUTE - SHANGHAI;
  return new Date(minute < from ? opening : opening + DAY);
}

function minuteOfDay(text: string): number | undefined {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : undefined;
}

const CLOCK = /(\d{1,2})\s*(?:[:：]\s*(\d{2})(?:[:：]\d{2})?|[点时](?:\s*(\d{1,2})\s*分|(半))?)/g;

/** The hours named in a bureau's words ("报备时间为：8:00-20:00", "早8点至晚20点"); '' when they cannot be read. */
export function hoursIn(words: string): string {
  const times = [...words.matchAll(CLOCK)].map(([, hour, minute, alone, half]) => ({
    hour: Number(hour),
    minute: half ? 30 : Number(minute ?? alone ?? 0),
  }));
  const [from, to] = times;
  if (!from || !to || times.some(({ hour, minute }) => hour > 24 || minute > 59)) return '';
  const shown = ({ hour, minute }: typeof from) =>
    `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  return `${shown(from)}-${shown(to)}`;
}

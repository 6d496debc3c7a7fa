import { type ShownTime, timeShown } from '../../platform/present.ts';

/** '11-22 14:03' for dense tables; its title says the year and the second. */
export function briefTime(at: Date | null): ShownTime | null {
  return at && brief(timeShown(at));
}

export function brief(time: ShownTime): ShownTime {
  return { ...time, text: time.text.slice(5) };
}

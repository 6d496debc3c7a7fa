import { shownTime } from './clock.ts';

/** A moment as `partials/time` takes it. */
export interface ShownTime {
  iso: string;
  text: string;
  title: string;
  relative: boolean;
}

/** "2026-11-22 14:03" (Asia/Shanghai) with the exact second as its title; scripts may show "3 分钟前". */
export function timeShown(at: Date, relative = false): ShownTime {
  const exact = shownTime(at);
  return {
    iso: at.toISOString(),
    text: exact.slice(0, 16),
    title: `${exact} 北京时间`,
    relative,
  };
}

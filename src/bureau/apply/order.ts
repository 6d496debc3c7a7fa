import { shownTime } from '../../platform/clock.ts';
import type { DownloadRow } from '../tables.ts';

const NAMED = /^(\d{14})_[^_]{1,10}_(\d{1,12})(?:\.|$)/;

/**
 * The bureau's own order of its files, 26 digits that compare as text: the time and the running number in the name
 * (20160325145800_zj_3058.xml), else when the file came here.
 */
export function fileOrder({ file_name, received_at, id }: DownloadRow): string {
  const [, time, number] = NAMED.exec(file_name) ?? [];
  if (time && number) return time + number.padStart(12, '0');
  return shownTime(received_at).replace(/\D/g, '') + String(id).padStart(12, '0');
}

/** The order of the n-th item of a part: by file, part and place in it. 35 digits. */
export function itemOrder(source: { order: string; part: number }, n: number): string {
  return source.order + String(source.part).padStart(3, '0') + String(n).padStart(6, '0');
}

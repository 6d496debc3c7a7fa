/** `2026-11-22 16:30:05` in Beijing time, as people read moments; takes milliseconds or an ISO text. */
export function shownTime(at: number | string): string {
  const ms = typeof at === 'string' ? Date.parse(at) : at;
  return new Date(ms + 8 * 36e5).toISOString().slice(0, 19).replace('T', ' ');
}

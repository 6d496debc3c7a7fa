/** A date column as '2026-11-22': the driver gives midnight UTC, or the text as it was written. */
export function dayOf(value: Date | string | null): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value.slice(0, 10) : value.toISOString().slice(0, 10);
}

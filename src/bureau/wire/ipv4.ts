/** '192.0.2.10' -> 3221225994; undefined when it is not a dotted IPv4 address. */
export function toUint32(dotted: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(dotted)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** 3221225994 -> '192.0.2.10'; undefined when it is not an unsigned 32-bit number. */
export function fromUint32(decimal: string): string | undefined {
  if (!/^\d{1,10}$/.test(decimal) || Number(decimal) > 0xffffffff) return undefined;
  const value = Number(decimal);
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** 1234567 cents -> '12345.67': what a field, a file and a gateway take. */
export function yuan(cents: number): string {
  const whole = Math.trunc(Math.abs(cents) / 100);
  const rest = String(Math.abs(cents) % 100).padStart(2, '0');
  return `${cents < 0 ? '-' : ''}${whole}.${rest}`;
}

/** 1234567 cents -> '¥12,345.67': what a person reads. */
export function yuanShown(cents: number): string {
  const [whole = '', rest = ''] = yuan(Math.abs(cents)).split('.');
  return `${cents < 0 ? '-' : ''}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}

/** '12.3' -> 1230 cents; undefined for what is no amount of at most two decimals, below a thousand million yuan. */
export function centsOf(text: string): number | undefined {
  const [, whole, rest = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return whole === undefined ? undefined : Number(whole) * 100 + Number(rest.padEnd(2, '0'));
}

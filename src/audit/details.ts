import { log } from '../platform/log.ts';
import { maskNumber } from '../platform/mask.ts';
import { isUnderTest } from '../platform/under-test.ts';

const MOST_BYTES = 4096;
/** A resident's ID number (with its date of birth), or a mobile number, in the clear. */
const PERSONAL =
  /(?<![0-9A-Za-z])([1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z])/g;

/**
 * The details as JSON, at most 4 KB and without personal numbers. What breaks this is a bug: tests stop
 * at it; in production it is masked or cut, and logged, since the deed itself is right.
 */
export function checkedDetails(action: string, details: object): string {
  const plain = JSON.stringify(details);
  const json = JSON.stringify(details, (_key, value: unknown) => withoutPersonal(value));
  if (json !== plain) complain(action, 'audit details hold an unmasked personal number');
  if (Buffer.byteLength(json) <= MOST_BYTES) return json;
  complain(action, `audit details are longer than ${MOST_BYTES} bytes`);
  return JSON.stringify({ cut: Array.from(json).slice(0, 1000).join('') });
}

function withoutPersonal(value: unknown): unknown {
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const masked = String(value).replace(PERSONAL, maskNumber);
  return masked === String(value) ? value : masked;
}

function complain(action: string, problem: string): void {
  if (isUnderTest) throw new Error(`${action}: ${problem}`);
  log.error(problem, { action });
}

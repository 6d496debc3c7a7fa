import { createHmac, timingSafeEqual } from 'node:crypto';
import { takeTry } from '../../accounts/index.ts';
import { MINUTE, now, SECOND } from '../../platform/clock.ts';
import { UserError } from '../../platform/errors.ts';
import { newToken } from '../../platform/ids.ts';
import { derive, secrets } from '../../platform/secrets.ts';
import { spend } from './spend.ts';

const secret = derive(secrets.signing_key, 'beika order wait');
export const WAIT_SECONDS = 15;
const GOOD_MS = 10 * MINUTE;

/**
 * For browsers that cannot do the work (no scripts, or no https): a signed ticket that buys after some seconds.
 * A wait costs no effort, so each source has only a few of them.
 */
export function newWait(variant_no: string): string {
  const text = `${variant_no}.${now().getTime()}.${newToken().slice(0, 16)}`;
  return `${text}.${signatureOf(text)}`;
}

const signatureOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');

/** How many seconds are left of a ticket for this variant; undefined when it is none of ours, or too old. */
export function secondsLeft(ticket: string, variant_no: string): number | undefined {
  const at = ticket.lastIndexOf('.');
  const [variant, since] = ticket.split('.');
  if (at < 0 || variant !== variant_no || !isSigned(ticket.slice(0, at), ticket.slice(at + 1)))
    return undefined;
  const age = now().getTime() - Number(since);
  return age > GOOD_MS ? undefined : Math.max(0, Math.ceil(WAIT_SECONDS - age / SECOND));
}

function isSigned(text: string, signature: string): boolean {
  const right = Buffer.from(signatureOf(text));
  const given = Buffer.from(signature);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Whether the ticket has been waited for, and buys something for the first time. Throws too_many for a busy source. */
export async function isWaited(
  ticket: string,
  variant_no: string,
  source: string,
): Promise<boolean> {
  if (secondsLeft(ticket, variant_no) !== 0) return false;
  try {
    await takeTry({ key: `order_wait|${source}`, most: 5, windowMs: GOOD_MS });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const words = '您的网络下单太频繁。请用支持脚本的浏览器以 https 打开本站，或十分钟后再试';
    throw new UserError('too_many', words, { proof: words });
  }
  return spend(ticket, GOOD_MS);
}

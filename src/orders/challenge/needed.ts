import type { Offer } from '../../catalog/index.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { orderingSetting } from '../settings.ts';
import { sourceIndex } from '../who.ts';
import { isProof } from './challenge.ts';
import { isWaited, secondsLeft } from './wait.ts';

/** Whether an order costs some work first: its product runs short, or its source holds many orders unpaid. */
export async function isChallenged({ variant }: Offer, source: string): Promise<boolean> {
  const { challenge_stock, challenge_open } = await readSetting(orderingSetting);
  if (!variant.is_endless && variant.stock <= challenge_stock) return true;
  if (challenge_open === 0) return false;
  const held = { product_id: 0, kind: 'source', who: sourceIndex(source) } as const;
  const row = await db('buying_counts').where(held).first('bought');
  return (row?.bought ?? 0) >= challenge_open;
}

export interface Proven {
  /** What a script has worked out. */
  proof: string;
  /** The ticket of who waits instead. */
  wait: string;
}

/** Throws UserError that says what to do, unless the work is done or the wait is over. Spends what it accepts. */
export async function demandProof(offer: Offer, given: Proven, source: string): Promise<void> {
  if (!(await isChallenged(offer, source))) return;
  const { variant_no } = offer.variant;
  if (given.proof && (await isProof(given.proof, variant_no))) return;
  if (given.wait && (await isWaited(given.wait, variant_no, source))) return;
  const left = given.wait ? secondsLeft(given.wait, variant_no) : undefined;
  const words =
    left && !given.proof
      ? `购买的人较多，请等 ${left} 秒后再提交`
      : '购买的人较多，需要先完成安全验证，请再提交一次';
  throw new UserError('unprocessable', words, { proof: words });
}

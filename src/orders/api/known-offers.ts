import { type Offer, offersByNo } from '../../catalog/index.ts';
import { waysToPay } from '../../payments/index.ts';
import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';

/** What is read here only spares a refused order its transaction: prices and stock are read anew where it is placed. */
const FRESH_MS = 1500;
const MOST = 1000;

function keptBriefly<T>(find: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const kept = new Map<string, { until: number; found: Promise<T> }>();
  return (key) => {
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.found;
    if (kept.size >= MOST) kept.clear();
    const found = find(key);
    kept.set(key, { until: Date.now() + FRESH_MS, found });
    found.catch(() => kept.delete(key));
    return found;
  };
}

/** A variant with its product as it was a moment ago; undefined when there is none. */
export const knownOffer: (variant_no: string) => Promise<Offer | undefined> = keptBriefly(
  async (variant_no) => (await offersByNo(db, [variant_no], now())).get(variant_no),
);

const balanceTakes = keptBriefly(async (cents) => {
  const ways = await waysToPay(db, { amount_cents: Number(cents), user_id: 0 });
  return ways.some(({ gateway }) => gateway === 'balance');
});

/** Whether the operator lets people pay such a sum from their balance. */
export const takesBalance = (amount_cents: number): Promise<boolean> =>
  balanceTakes(String(amount_cents));

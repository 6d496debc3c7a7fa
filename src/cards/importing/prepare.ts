import { setImmediate as breathe } from 'node:timers/promises';
import type { TableRow } from '../../platform/tables/table.ts';
import { numberDigestOf, sealSecret } from '../secrets.ts';
import { CARD } from '../tables.ts';
import type { Fault, Read, ReadCard } from './read-card.ts';
import { seenDigests } from './seen-digests.ts';

/** Lines made ready for one statement: the cards among them sealed and written as SQL. */
export interface Prepared {
  rows: { row: number; digest: string; again: boolean }[];
  values: string[];
  faults: { row: number; fault: Fault }[];
  lines: number;
}

const ROWS = 1000;
/** A statement must stay well below what a database takes in one packet. */
const MOST_CHARS = 2_000_000;
/** After so many the event loop has a turn: what was sent to the database must leave. */
const AT_A_STRETCH = 100;

/**
 * Reads and seals the lines behind the first `skip`. `again`: the same card stood in the file before. What was done
 * before is read once more, so that what repeats it is told as that.
 */
export async function* prepare(
  source: AsyncIterable<TableRow>,
  read: (cells: readonly string[]) => Read,
  { variant_id, batch_id, skip }: { variant_id: number; batch_id: number; skip: number },
): AsyncGenerator<Prepared> {
  const seen = seenDigests();
  let next = nothing();
  let chars = 0;
  let at = 0;
  for await (const { row, cells } of source) {
    const one = read(cells);
    const again = one.ok && seen.add(one.card.digest);
    if (++at % AT_A_STRETCH === 0) await breathe();
    if (at <= skip) continue;
    next.lines++;
    if (!one.ok) next.faults.push({ row, fault: one.fault });
    else {
      const values = sqlOf(one.card, variant_id, batch_id);
      chars += values.length;
      next.rows.push({ row, digest: one.card.digest.toString('hex'), again });
      next.values.push(values);
    }
    if (next.lines < ROWS && chars < MOST_CHARS) continue;
    yield next;
    next = nothing();
    chars = 0;
  }
  if (next.lines > 0) yield next;
}

const nothing = (): Prepared => ({ rows: [], values: [], faults: [], lines: 0 });

export const COLUMNS =
  'variant_id, batch_id, digest, number_digest, secret_sealed, status, sell_by, cost_cents';

/** Numbers, hexadecimal, and a day that was read: nothing in it needs to be escaped. */
function sqlOf(card: ReadCard, variant_id: number, batch_id: number): string {
  const { number, whole, digest, sell_by, cost_cents } = card;
  const number_digest = number ? `x'${numberDigestOf(number).toString('hex')}'` : 'null';
  const sealed = sealSecret(whole, digest).toString('hex');
  return `(${variant_id},${batch_id},x'${digest.toString('hex')}',${number_digest},x'${sealed}',${CARD.available},'${sell_by}',${cost_cents})`;
}

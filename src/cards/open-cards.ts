import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import {
  type CardText,
  digestOf,
  numberDigestOf,
  openSecret,
  partsOf,
  wholeCard,
} from './secrets.ts';
import type { CardRow } from './tables.ts';

/** The texts of cards in the clear, by id: for who bought them, and for whoever's look is recorded. */
export async function openCards(
  db: Db,
  card_ids: readonly number[],
): Promise<Map<number, CardText>> {
  const opened = new Map<number, CardText>();
  for (const ids of inChunks(card_ids, 1000)) {
    const rows = await db('cards').whereIn('id', ids).select('id', 'digest', 'secret_sealed');
    for (const row of rows) opened.set(row.id, partsOf(openSecret(row)));
  }
  return opened;
}

/** How people write a number and its secret on one line. */
const BETWEEN = /^(\S+?)(?:\s*(?:-{2,}|[|,，;；:：])\s*|\s+)(\S.*)$/;

/** The card of this text: its secret, its number, or both with something between them. */
export async function cardBySecret(db: Db, text: string): Promise<CardRow | undefined> {
  const plain = text.trim();
  const [, number, secret] = BETWEEN.exec(plain) ?? [];
  const digests = [digestOf(plain)];
  if (number && secret) digests.push(digestOf(wholeCard(secret, number)));
  const found = await db('cards').whereIn('digest', digests).first();
  return (
    found ??
    db('cards')
      .where({ number_digest: numberDigestOf(plain) })
      .first()
  );
}

import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { inChunks } from './chunks.ts';
import type { CardRow } from './tables.ts';

/** What a line of a card's life story says; `order_no` leads to the order. */
export interface StoryEvent {
  event: string;
  detail: string;
  user_id: number | null;
  at: Date;
  order_no?: string;
}

/** Writes the same of several cards, in the transaction of the deed. */
export async function noteOnCards(
  trx: Db,
  card_ids: readonly number[],
  note: { event: string; detail?: string; user_id?: number | null },
): Promise<void> {
  const { event, detail = '', user_id = null } = note;
  const line = { event, detail: detail.slice(0, 200), user_id, at: now() };
  for (const ids of inChunks(card_ids))
    await trx('card_events').insert(ids.map((card_id) => ({ card_id, ...line })));
}

type StorySource = (db: Db, card: Pick<CardRow, 'id' | 'order_id'>) => Promise<StoryEvent[]>;
const sources: StorySource[] = [];

/** A slice above tells what it knows of a card: to whom it was sold, who saw it. */
export function defineStorySource(source: StorySource): void {
  sources.push(source);
}

/** All that is known of a card, from its batch to the present, in order. */
export async function storyEvents(
  db: Db,
  card: Pick<CardRow, 'id' | 'order_id' | 'batch_id'>,
): Promise<StoryEvent[]> {
  const batch = await db('card_batches').where({ id: card.batch_id }).first();
  const made: StoryEvent[] = batch
    ? [
        {
          event: batch.source === 'generated' ? 'generated' : 'imported',
          ...{ detail: batch.batch_no, user_id: batch.made_by, at: batch.created_at },
        },
      ]
    : [];
  const noted = await db('card_events').where({ card_id: card.id }).orderBy('id').limit(200);
  const told = await Promise.all(sources.map((source) => source(db, card)));
  return [...made, ...noted, ...told.flat()].sort((a, b) => a.at.getTime() - b.at.getTime());
}

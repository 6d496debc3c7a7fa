import type { Db } from '../../platform/db.ts';
import type { CardFilter } from '../tasks/plans.ts';

/** The cards a filter means; with it nothing is left out and nothing asked for but what it says. */
export function cardsIn(db: Db, filter: CardFilter) {
  const { ids, variant_ids, batch_id, statuses, sell_by_from, sell_by_to, max_id } = filter;
  return db('cards').where((all) => {
    if (ids) all.whereIn('id', ids);
    if (variant_ids) all.whereIn('variant_id', variant_ids);
    if (batch_id !== undefined) all.where({ batch_id });
    if (statuses) all.whereIn('status', statuses);
    if (sell_by_from) all.where('sell_by', '>=', sell_by_from);
    if (sell_by_to) all.where('sell_by', '<=', sell_by_to);
    if (max_id !== undefined) all.where('id', '<=', max_id);
  });
}

/** How many it means now, and the newest of them. */
export async function countCards(db: Db, filter: CardFilter) {
  const row = await cardsIn(db, filter)
    .count({ count: '*' })
    .max({ max_id: 'id' })
    .first<{ count: number; max_id: number | null }>();
  return { count: Number(row?.count ?? 0), max_id: Number(row?.max_id ?? 0) };
}

import { type Actor, record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { catalogChanged } from '../changed.ts';
import type { CategoryRow } from '../tables.ts';

export type Move = 'up' | 'down';

/** A new category after all others. */
export async function addCategory(actor: Actor, name: string): Promise<string> {
  const category_no = publicNo('FL');
  await inTransaction(async (trx) => {
    const last = await trx('categories').max<{ last: number | null }[]>('position as last');
    await trx('categories').insert({ category_no, name, position: (last[0]?.last ?? 0) + 1 });
    await record(trx, actor, 'category.added', `category:${category_no}`);
  });
  catalogChanged();
  return category_no;
}

export async function changeCategory(
  actor: Actor,
  { id, category_no }: CategoryRow,
  change: Pick<CategoryRow, 'name' | 'is_shown'>,
): Promise<void> {
  await inTransaction(async (trx) => {
    await trx('categories').where({ id }).update(change);
    const { is_shown } = change;
    await record(trx, actor, 'category.changed', `category:${category_no}`, { is_shown });
  });
  catalogChanged();
}

/** Past its neighbour. All positions are numbered anew, so that two with the same number part. */
export async function moveCategory(actor: Actor, { id, category_no }: CategoryRow, move: Move) {
  await inTransaction(async (trx) => {
    const order = (await trx('categories').orderBy(['position', 'id']).select('id')).map(
      (row) => row.id,
    );
    const from = order.indexOf(id);
    const to = move === 'up' ? from - 1 : from + 1;
    const other = order[to];
    if (from < 0 || other === undefined) return;
    order[to] = id;
    order[from] = other;
    for (const [position, each] of order.entries())
      await trx('categories')
        .where({ id: each })
        .update({ position: position + 1 });
    await record(trx, actor, 'category.changed', `category:${category_no}`, { move });
  });
  catalogChanged();
}

/** Only an empty one: its products would stand in no category unseen. */
export async function removeCategory(actor: Actor, { id, category_no }: CategoryRow) {
  await inTransaction(async (trx) => {
    const used = await trx('products').where({ category_id: id }).first('id');
    if (used) throw new UserError('conflict', '分类里还有商品（包括已归档的），请先移走');
    await trx('categories').where({ id }).delete();
    await record(trx, actor, 'category.removed', `category:${category_no}`);
  });
  catalogChanged();
}

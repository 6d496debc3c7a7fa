import { send } from '../../notify/index.ts';
import type { After, Db } from '../../platform/db.ts';
import type { TaskRow } from '../tables.ts';

/** Tells whoever began a long piece of work that it is done, inside the site; nobody when a program did. */
export async function tellMaker(
  trx: Db,
  after: After,
  { made_by }: Pick<TaskRow, 'made_by'>,
  values: { what: string; result: string },
  link: string,
): Promise<void> {
  if (made_by === null) return;
  await send(trx, after, { event: 'cards.task_done', user_id: made_by, to: {}, values, link });
}

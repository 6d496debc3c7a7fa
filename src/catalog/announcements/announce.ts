import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { inTransaction } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { catalogChanged } from '../changed.ts';
import type { AnnouncementRow } from '../tables.ts';

/** Says something to everybody in the shop; gives its number. */
export async function announce(
  actor: Actor,
  columns: Partial<AnnouncementRow> & Pick<AnnouncementRow, 'title'>,
): Promise<string> {
  const announcement_no = publicNo('GB');
  await inTransaction(async (trx) => {
    await trx('announcements').insert({ ...columns, announcement_no, created_at: now() });
    await record(trx, actor, 'announcement.added', `announcement:${announcement_no}`);
  });
  catalogChanged();
  return announcement_no;
}

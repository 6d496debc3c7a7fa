import { db } from '../../platform/db.ts';
import { ENDING } from '../kinds/names.ts';
import { wordsFor } from '../pages/status-words.ts';
import type { FilingRow } from '../tables.ts';

/** What is said of a filing whose record the bureau has ended; null while it stands. */
export async function endedShown(row: FilingRow) {
  if (row.ended_at === null) return null;
  const { now, todo } = wordsFor(row);
  const asked = await requestToEnd(row);
  if (asked)
    return {
      ...{ tone: 'info', title: '这份备案已按您的申请注销' },
      text: '网站须停止访问，备案号不能再用。',
      link: { href: `/filings/${asked}`, label: '查看注销申请' },
    };
  return {
    ...{ tone: 'bad', title: now, text: todo },
    link: { href: '/filings/new', label: '重新办理备案' },
  };
}

/** The customer's own request that ended it. */
async function requestToEnd({ customer_id, entity_icp_number }: FilingRow) {
  if (!entity_icp_number) return undefined;
  const row = await db('filings')
    .where({ customer_id, entity_icp_number, status: 'approved' })
    .whereIn('kind', [...ENDING])
    .orderBy('id', 'desc')
    .first('filing_no');
  return row?.filing_no;
}

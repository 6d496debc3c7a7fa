import type { Db } from '../../../platform/db.ts';
import { type OrderStatus, STATUSES } from '../../tables.ts';

/** More are not counted: an operator works through what is open, and of the rest he reads the reports. */
const MOST = 1000;

/** How many orders stand where, as words: '12', '1000+'. Each costs at most a thousand entries of an index. */
export async function statusCounts(db: Db): Promise<Record<OrderStatus, string>> {
  const one =
    'select ? as status, count(*) as n from (select 1 from orders where status = ? limit ?) s';
  const sql = STATUSES.map(() => one).join(' union all ');
  const [rows = []] = await db.raw<{ status: OrderStatus; n: number }[][]>(
    sql,
    STATUSES.flatMap((status) => [status, status, MOST]),
  );
  const found = new Map(rows.map(({ status, n }) => [status, Number(n)]));
  const words = STATUSES.map((status) => [status, inWords(found.get(status) ?? 0)] as const);
  // Every status is among them.
  return Object.fromEntries(words) as Record<OrderStatus, string>;
}

const inWords = (count: number): string => (count >= MOST ? `${MOST}+` : String(count));

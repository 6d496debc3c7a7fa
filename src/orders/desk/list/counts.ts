import type { Db } from '../../../platform/db.ts';
import type { OrderStatus } from '../../tables.ts';

/** Where somebody is waited for. Of what is over nobody needs the number here: the reports have it. */
const OPEN = ['unpaid', 'paid', 'waiting'] as const;

/** More are not counted. */
const MOST = 1000;

/** How many open orders stand where, as words: '12', '1000+'. Each costs at most a thousand entries of an index. */
export async function openCounts(db: Db): Promise<Partial<Record<OrderStatus, string>>> {
  const one =
    'select ? as status, count(*) as n from (select 1 from orders where status = ? limit ?) s';
  const [rows = []] = await db.raw<{ status: OrderStatus; n: number }[][]>(
    OPEN.map(() => one).join(' union all '),
    OPEN.flatMap((status) => [status, status, MOST]),
  );
  return Object.fromEntries(rows.map(({ status, n }) => [status, inWords(Number(n))]));
}

const inWords = (count: number): string => (count >= MOST ? `${MOST}+` : String(count));

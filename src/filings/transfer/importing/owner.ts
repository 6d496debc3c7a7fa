import { userByAccount } from '../../../accounts/index.ts';
import type { Db } from '../../../platform/db.ts';
import type { Fault, ReadRow } from './read-row.ts';

/** The customer a row names by his mail address or mobile number; undefined when it names nobody we know. */
export async function customerOf(db: Db, row: ReadRow): Promise<number | undefined> {
  for (const account of [row.customer_email, row.customer_mobile]) {
    const found = account && (await userByAccount(db, account, 'filing.file'));
    if (found) return found;
  }
  return undefined;
}

/** What is told of a row whose customer is not known: it is imported all the same, and belongs to nobody yet. */
export function unownedNote(row: ReadRow): Fault[] {
  const field = row.customer_email ? ('customer_email' as const) : ('customer_mobile' as const);
  const message = '没有这个客户账号，备案会导入，但暂不属于任何客户；客户注册后可再导入一次';
  return row.customer_email || row.customer_mobile ? [{ field, message }] : [];
}

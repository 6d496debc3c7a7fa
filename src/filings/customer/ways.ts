import { contactOf } from '../../accounts/index.ts';
import { type Way, waysOf } from '../../notify/index.ts';
import { db } from '../../platform/db.ts';

const NAMES: Record<Way, string> = { site: '站内信', mail: '邮件', sms: '短信' };

export interface HeardBy {
  /** "站内信、邮件和短信": only what this account really has. */
  ways: string;
  /** Without an address the person is told how to get one. */
  has_mail: boolean;
}

/** How a customer hears what becomes of his filing. */
export async function heardBy(customer_id: number): Promise<HeardBy> {
  const ways = await waysOf('filing.returned', await contactOf(db, customer_id));
  const names = ways.map((way) => NAMES[way]);
  const last = names.pop() ?? '';
  return {
    ways: names.length > 0 ? `${names.join('、')}和${last}` : last,
    has_mail: ways.includes('mail'),
  };
}

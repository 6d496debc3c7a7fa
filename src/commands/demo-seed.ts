import { createUser } from '../accounts/index.ts';
import { SYSTEM } from '../audit/index.ts';
import { importFiling, returnFiling } from '../filings/index.ts';
import { inTransaction } from '../platform/db.ts';
import { newToken } from '../platform/ids.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';

const file = (name: string) => new URL(`../../seeds/demo/${name}.json`, import.meta.url).pathname;

/** A customer with filings to look at, and a reviewer to decide on them. All people and papers are made up. */
export const command: Command = {
  run: async () => {
    await prepareDatabase();
    const mark = newToken()
      .slice(0, 6)
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '0');
    const reviewer = await person('演示审核员', `reviewer-${mark}@example.com`, 'reviewer');
    const customer = await person('演示客户', `customer-${mark}@example.com`, 'customer');
    const company = await importFiling(file('company'), { customer_id: customer.id });
    const own = await importFiling(file('person'), { customer_id: customer.id });
    await returnFiling(reviewer, own.filing_no);
    const shown = ({ email, password }: typeof reviewer) => ({ email, password });
    return {
      reviewer: shown(reviewer),
      customer: shown(customer),
      filings: [company.filing_no, own.filing_no],
    };
  },
};

/** Passwords are made anew each time and shown once: a demo has no default one either. */
async function person(name: string, email: string, role: 'reviewer' | 'customer') {
  const password = newToken().slice(0, 14);
  const { id } = await inTransaction((trx) =>
    createUser(trx, { name, email, password, roles: [role] }, SYSTEM),
  );
  return { id, name, email, password, actor: { kind: 'user', id, name } as const };
}

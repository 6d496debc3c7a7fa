import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { createUser, userByEmail } from '../accounts/index.ts';
import { SYSTEM } from '../audit/index.ts';
import { importFiling, returnFiling } from '../filings/index.ts';
import { db, inTransaction } from '../platform/db.ts';
import { UserError } from '../platform/errors.ts';
import { newToken } from '../platform/ids.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';
import { demoShop } from './demo-shop.ts';

const PEOPLE = {
  reviewer: { name: '演示审核员', email: 'demo-reviewer@example.com', may: 'filing.review' },
  operator: { name: '演示运营', email: 'demo-operator@example.com', may: 'shop.manage' },
  customer: { name: '演示客户', email: 'demo-customer@example.com', may: 'filing.file' },
} as const;

/**
 * A customer with filings to look at, a reviewer to decide on them, and a shop with somebody who runs it. All people,
 * papers and cards are made up.
 * Each step is whole by itself and looks first whether it is done: a second run makes only what is missing.
 */
export const command: Command = {
  run: async () => {
    await prepareDatabase();
    const reviewer = await person('reviewer');
    const operator = await person('operator');
    const customer = await person('customer');
    const company = await filing('company', customer.id);
    const own = await filing('person', customer.id);
    if (own.filing_no) await returned(reviewer, own.filing_no);
    const shop = await demoShop();
    const refusals = [company, own].flatMap(({ refusal }) => refusal ?? []);
    if (refusals.length > 0) process.exitCode = 1;
    return {
      reviewer: shown(reviewer),
      operator: shown(operator),
      customer: shown(customer),
      filings: [company, own].flatMap(({ filing_no }) => filing_no ?? []),
      shop,
      new_filings: [company, own].filter(({ is_new }) => is_new).length,
      ...(refusals.length > 0 ? { refusals } : {}),
    };
  },
};

type Person = Awaited<ReturnType<typeof person>>;

/** Passwords are made anew and shown once, when the person is made: a demo has no default one either. */
async function person(role: keyof typeof PEOPLE) {
  const { name, email, may } = PEOPLE[role];
  const known = await userByEmail(db, email, may);
  const password = newToken().slice(0, 14);
  const make = () =>
    inTransaction((trx) => createUser(trx, { name, email, password, roles: [role] }, SYSTEM));
  const id = known ?? (await make()).id;
  return {
    id,
    name,
    email,
    password: known === undefined ? password : null,
    actor: { kind: 'user', id, name } as const,
  };
}

function shown({ email, password }: Person) {
  return password
    ? { email, password }
    : { email, note: '已有这个账号，密码只在创建时显示；忘了可在“人员”里发送设置密码的链接' };
}

interface Seeded {
  filing_no?: string;
  is_new: boolean;
  /** Why it could not be filed; all else goes on. */
  refusal?: string;
}

/** The filing in seeds/demo/NAME.json: the customer's own one of the same domain, or a new one. */
async function filing(name: string, customer_id: number): Promise<Seeded> {
  const file = new URL(`../../seeds/demo/${name}.json`, import.meta.url).pathname;
  const { services } = Sample.parse(JSON.parse(await readFile(file, 'utf8')));
  const known = await db('filings')
    .join('filing_domains', 'filing_domains.filing_id', 'filings.id')
    .where({ customer_id, domain: services[0].domains[0] })
    .first<{ filing_no: string } | undefined>('filing_no');
  if (known) return { filing_no: known.filing_no, is_new: false };
  try {
    const { filing_no } = await importFiling(file, { customer_id });
    return { filing_no, is_new: true };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const fields = Object.values(error.fields).join('；');
    return { is_new: false, refusal: `${name}：${error.message}${fields && `（${fields}）`}` };
  }
}

const Sample = z.object({
  services: z.tuple([z.object({ domains: z.tuple([z.string()]) })]),
});

/** One filing goes back to the customer, so that there is one to mend; once, for he may have mended it since. */
async function returned(reviewer: Person, filing_no: string): Promise<void> {
  const reviewed = await db('filing_reviews')
    .join('filings', 'filings.id', 'filing_reviews.filing_id')
    .where({ filing_no })
    .first('filing_reviews.id');
  if (!reviewed) await returnFiling(reviewer, filing_no);
}

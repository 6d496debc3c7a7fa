import { contactOf, usersWith } from '../accounts/index.ts';
import { type EventName, send } from '../notify/index.ts';
import type { After, Db } from '../platform/db.ts';
import type { FilingRow } from './tables.ts';

export type { After };

/** Tells the customer, in the transaction of the deed, what became of his filing. */
export async function tellCustomer(
  trx: Db,
  after: After,
  filing: Pick<FilingRow, 'filing_no' | 'customer_id'>,
  event: EventName,
  values: Record<string, string> = {},
): Promise<void> {
  await send(trx, after, {
    event,
    user_id: filing.customer_id,
    to: await contactOf(trx, filing.customer_id),
    values: { filing_no: filing.filing_no, ...values },
    link: `/filings/${filing.filing_no}`,
  });
}

/** Tells every reviewer, inside the site only, that a filing waits. */
export async function tellReviewers(
  trx: Db,
  after: After,
  filing: Pick<FilingRow, 'filing_no'>,
): Promise<void> {
  for (const user_id of await usersWith(trx, 'filing.review')) {
    await send(trx, after, {
      event: 'review.waiting',
      user_id,
      to: {},
      values: { filing_no: filing.filing_no },
      link: `/review/${filing.filing_no}`,
    });
  }
}

/** Tells the customer's agent, inside the site only, that a filing waits for him. */
export async function tellAgent(
  trx: Db,
  after: After,
  filing: Pick<FilingRow, 'filing_no'>,
  agent_id: number,
  event: 'review.waiting' | 'agent.passed_over' = 'review.waiting',
): Promise<void> {
  await send(trx, after, {
    event,
    user_id: agent_id,
    to: {},
    values: { filing_no: filing.filing_no },
    link: `/agent-filings/${filing.filing_no}`,
  });
}

/** Tells those who look after the bureaus that a filing is stuck; never with a personal datum. */
export async function tellBureauManagers(
  trx: Db,
  after: After,
  filing: Pick<FilingRow, 'filing_no'>,
  bureau: string,
  problem: string,
): Promise<void> {
  for (const user_id of await usersWith(trx, 'bureau.manage')) {
    await send(trx, after, {
      event: 'bureau.alarm',
      user_id,
      to: {},
      values: { bureau, problem: `备案 ${filing.filing_no}：${problem}` },
      link: `/review/${filing.filing_no}`,
    });
  }
}

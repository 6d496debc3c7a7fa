import { contactOf, usersWith } from '../../accounts/index.ts';
import { send } from '../../notify/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { type After, tellCustomer } from '../tell.ts';
import { CODES, CRITICAL } from './codes.ts';
import type { FindingRow, WatchedRow } from './tables.ts';

/** Tells of findings in the transaction that notes them: operators at once of what is critical, the customer of what he can mend. */
export async function tellFindings(
  trx: Db,
  after: After,
  watched: WatchedRow,
  findings: readonly FindingRow[],
): Promise<void> {
  for (const { code, level } of findings) {
    if (level === CRITICAL) await tellOperators(trx, after, watched, CODES[code].title);
    const { title, customer } = CODES[code];
    const { filing_no, customer_id } = watched;
    if (!customer || !filing_no || customer_id === null) continue;
    const filing = { filing_no, customer_id };
    await tellCustomer(trx, after, filing, 'filing.watch', { what: title, todo: customer });
  }
}

/** Neither a mail nor a message names the domain: the page behind the link does. */
async function tellOperators(trx: Db, after: After, watched: WatchedRow, problem: string) {
  const { watch_no } = watched;
  for (const user_id of await usersWith(trx, 'filing.review')) {
    await send(trx, after, {
      event: 'watch.critical',
      user_id,
      to: await contactOf(trx, user_id),
      values: { watch_no, problem },
      link: `/watched-domains/${watch_no}`,
    });
  }
}

const MOST = 5000;

/** Once a day: how much is new since the last digest, to everybody who reviews. Nothing new: nothing is sent. */
export async function sendDigest(): Promise<void> {
  await inTransaction(async (trx, after) => {
    const rows = await trx('watch_findings')
      .whereNull('digested_at')
      .whereNotNull('confirmed_at')
      .orderBy('confirmed_at')
      .limit(MOST)
      .forUpdate()
      .select('id', 'level');
    if (rows.length === 0) return;
    await trx('watch_findings')
      .whereIn(
        'id',
        rows.map(({ id }) => id),
      )
      .update({ digested_at: now() });
    const count = (level: number) => String(rows.filter((row) => row.level === level).length);
    for (const user_id of await usersWith(trx, 'filing.review')) {
      await send(trx, after, {
        event: 'watch.digest',
        user_id,
        to: await contactOf(trx, user_id),
        values: { critical: count(3), warn: count(2), note: count(1) },
        link: '/watched-domains',
      });
    }
  });
}

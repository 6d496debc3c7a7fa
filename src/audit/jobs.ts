import { db } from '../platform/db.ts';
import { log } from '../platform/log.ts';
import type { Schedule } from '../platform/schedule.ts';
import { chainEntries, chainHead } from './chain.ts';
import { DAILY_CHECK, verifyAndKeep } from './verify.ts';

export const schedules: Schedule[] = [
  {
    name: 'audit.chain',
    everySeconds: 2,
    run: async () => {
      await chainEntries();
    },
  },
  { name: DAILY_CHECK, everySeconds: 24 * 3600, run: verifyDaily },
  { name: 'audit.head', everySeconds: 3600, atStart: true, run: logHead },
];

async function verifyDaily(): Promise<void> {
  const check = await verifyAndKeep(db);
  if (!check.ok) log.error('audit chain is broken', { first_fault: check.first_fault });
}

/** The chain's end stands in the log too: an older copy of the database does not match it. */
async function logHead(): Promise<void> {
  const head = await chainHead(db);
  if (head) log.info('audit head', { chain_no: head.chain_no, hash: head.hash });
}

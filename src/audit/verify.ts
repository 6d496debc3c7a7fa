import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { entryHash, GENESIS, headMac } from './canonical.ts';
import { chainHead } from './chain.ts';
import type { AuditEntryRow } from './tables.ts';

export interface ChainCheck {
  ok: boolean;
  /** How many chained entries were looked at. */
  entries: number;
  first_fault?: { chain_no: number; reason: string };
}

const PAGE = 1000;

/** Reads the whole chain and says whether every entry is what was chained, in its place, none missing. */
export async function verifyChain(db: Db): Promise<ChainCheck> {
  const head = await chainHead(db);
  const end = head?.chain_no ?? 0;
  let last = { chain_no: 0, hash: GENESIS };
  for (;;) {
    const page = await entriesAfter(db, last.chain_no, end);
    for (const entry of page) {
      const reason = faultOf(entry, last);
      if (reason) return fault(last.chain_no, last.chain_no + 1, reason);
      last = { chain_no: last.chain_no + 1, hash: entry.hash ?? '' };
    }
    if (page.length < PAGE) break;
  }
  if (last.chain_no < end) return fault(last.chain_no, last.chain_no + 1, '记录缺失');
  if (head && (head.hash !== last.hash || head.mac !== headMac(end, last.hash))) {
    return fault(end, end, '链尾与记录不符');
  }
  const beyond = await db('audit_entries').where('chain_no', '>', end).first('chain_no');
  if (beyond) return fault(end, end + 1, '链尾之后还有记录');
  return { ok: true, entries: end };
}

/** Verifies, and keeps the outcome for the badge on the page. */
export async function verifyAndKeep(db: Db): Promise<ChainCheck> {
  const check = await verifyChain(db);
  const fault = check.first_fault
    ? `第 ${check.first_fault.chain_no} 条：${check.first_fault.reason}`
    : null;
  await db('audit_heads').update({ checked_at: now(), checked_entries: check.entries, fault });
  return check;
}

/** The name of the daily check among the schedules. */
export const DAILY_CHECK = 'audit.verify';

/** When the chain is verified next without anybody asking for it; undefined before the first start. */
export async function nextCheck(db: Db): Promise<Date | undefined> {
  return (await db('schedules').where({ name: DAILY_CHECK }).first('next_at'))?.next_at;
}

function entriesAfter(db: Db, chain_no: number, end: number): Promise<AuditEntryRow[]> {
  return db('audit_entries')
    .where('chain_no', '>', chain_no)
    .where('chain_no', '<=', end)
    .orderBy('chain_no')
    .limit(PAGE);
}

function faultOf(
  entry: AuditEntryRow,
  last: { chain_no: number; hash: string },
): string | undefined {
  const expected = last.chain_no + 1;
  if (entry.chain_no !== expected) return '记录缺失';
  if (entry.prev_hash !== last.hash) return '与前一条记录不衔接';
  return hashOrNone(entry, expected, last.hash) === entry.hash ? undefined : '记录内容被改动';
}

/** A sealed name that was tampered with does not open: that is a fault of the entry, not of the check. */
function hashOrNone(entry: AuditEntryRow, chain_no: number, prev: string): string | undefined {
  try {
    return entryHash(entry, chain_no, prev);
  } catch {
    return undefined;
  }
}

function fault(entries: number, chain_no: number, reason: string): ChainCheck {
  return { ok: false, entries, first_fault: { chain_no, reason } };
}

import { z } from 'zod';
import { maskName } from '../platform/mask.ts';
import { timeShown } from '../platform/present.ts';
import { unseal } from '../platform/seal.ts';
import type { AuditEntryRow, AuditHeadRow } from './tables.ts';
import { actionInWords } from './words.ts';

const Who = z.object({ name: z.string(), ip: z.string().nullable() });

/** Name and address in full: only after a reason was given. */
export function openActor(entry: AuditEntryRow): { name: string; ip: string | null } {
  return Who.parse(JSON.parse(unseal(entry.actor_sealed, `audit_entries.actor:${entry.entry_no}`)));
}

const KINDS = { user: '用户', client: '程序', system: '系统' } as const;

/** An entry as the list and its own page show it; people are masked. */
export function shownEntry(entry: AuditEntryRow) {
  const { name, ip } = openActor(entry);
  return {
    entry_no: entry.entry_no,
    time: timeShown(entry.at),
    actor: entry.actor_kind === 'user' ? maskName(name) : name,
    actor_kind: KINDS[entry.actor_kind],
    actor_id: entry.actor_id,
    ip: ip && maskedIp(ip),
    action: entry.action,
    action_words: actionInWords(entry.action),
    subject: entry.subject,
    chain_no: entry.chain_no,
    prev_hash: entry.prev_hash,
    hash: entry.hash,
    details: Object.entries(Details.parse(JSON.parse(entry.details_json))).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  };
}

const Details = z.record(z.string(), z.unknown());

function maskedIp(ip: string): string {
  const parts = ip.replace(/^::ffff:/, '').split(/[.:]/);
  return `${parts.slice(0, 2).join(ip.includes('.') ? '.' : ':')}.*`;
}

/** The badge beside the heading: was the chain verified, up to where, when, and when it will be next. */
export function shownCheck(head: AuditHeadRow | undefined, next: Date | undefined) {
  const next_time = next ? timeShown(next) : null;
  // The check of a first start found nothing to look at: that is none.
  if (!head?.checked_at || (!head.fault && !head.checked_entries))
    return { text: '还没有校验', tone: 'idle', words: null, time: null, next_time };
  const time = timeShown(head.checked_at, true);
  if (head.fault) return { text: '校验未通过', tone: 'bad', words: head.fault, time, next_time };
  const words = `前 ${head.checked_entries} 条完整，没有被改动、删除或调换`;
  return { text: '已校验', tone: 'ok', words, time, next_time };
}

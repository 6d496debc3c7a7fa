import {
  countQuestion,
  isBlocked,
  type KnownStatus,
  serviceByDomain,
  wantStatus,
} from '../../bureau/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { asciiDomain, registrableOf } from '../rules/suffixes.ts';
import { suffixTable } from './suffix-table.ts';

/** Why a domain may be bound here, or not: words for people, a code for programs. */
export const REASONS = {
  filed_here: '已备案，且接入信息中有我们',
  invalid_domain: '不是可以备案的域名',
  blocked: '在管局黑名单内，不能提供接入',
  cancelled: '备案已注销，需要重新备案',
  access_elsewhere: '已备案，但接入商不是我们：请先办理新增接入',
  unfiled: '没有备案：请先办理备案',
  checking: '正在向管局核对，请稍后再查',
} as const;
export type Reason = keyof typeof REASONS;

export interface Gate {
  /** As it was asked, in the form of the DNS; '' when it cannot be one. */
  domain: string;
  /** What is filed: the registered name above it. */
  filed_as: string | null;
  allowed: boolean;
  reason: Reason;
  message: string;
  evidence: {
    /** Who says so: the bureau's published records, its blacklist, its answer to a question, nobody yet. */
    source: 'records' | 'blocklist' | 'bureau' | 'none';
    icp_number: string | null;
    checked_at: string | null;
  };
}

/** May this domain be bound here? From what we know, without a call; what is not known is asked for, and told next time. */
export async function decide(db: Db, asked: string): Promise<Gate> {
  const domain = asciiDomain(asked.trim().replace(/\.$/, ''));
  const suffixes = await suffixTable(db);
  const suffix = domain && suffixes.suffixOf(domain);
  if (!suffix || suffixes.has(domain)) return gate(domain, null, 'invalid_domain', none);
  const filed_as = registrableOf(domain, suffix);
  const block = await isBlocked(db, { domain });
  // Each of these would have been a question to the bureau.
  const service = block ? undefined : await serviceByDomain(db, filed_as);
  if (block || service) countQuestion('isp_querybeianstatus', 'saved');
  if (block) return gate(domain, filed_as, 'blocked', { ...none, source: 'blocklist' });
  if (service) {
    const evidence = {
      source: 'records',
      icp_number: service.icp_number,
      checked_at: null,
    } as const;
    if (!service.is_live) return gate(domain, filed_as, 'cancelled', evidence);
    const isOurs = service.accesses.some(({ is_ours, is_live }) => is_ours && is_live);
    return gate(domain, filed_as, isOurs ? 'filed_here' : 'access_elsewhere', evidence);
  }
  return byStatus(domain, filed_as, await wantStatus(db, { type: '0', value: filed_as }));
}

const none = { source: 'none', icp_number: null, checked_at: null } as const;

function byStatus(domain: string, filed_as: string, known: KnownStatus): Gate {
  const { state, service_number, asked_at } = known;
  if (state === 'unknown') return gate(domain, filed_as, 'checking', none);
  const evidence = {
    source: 'bureau',
    icp_number: service_number,
    checked_at: (asked_at ?? now()).toISOString(),
  } as const;
  return gate(domain, filed_as, state === 'filed' ? 'access_elsewhere' : 'unfiled', evidence);
}

function gate(
  domain: string,
  filed_as: string | null,
  reason: Reason,
  evidence: Gate['evidence'],
): Gate {
  const allowed = reason === 'filed_here';
  return { domain, filed_as, allowed, reason, message: REASONS[reason], evidence };
}

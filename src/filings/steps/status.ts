import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import type { FilingRow } from '../tables.ts';

/** Every status, and where it may go next. */
export const NEXT = {
  draft: ['agent_review', 'provider_review', 'withdrawn'],
  agent_review: ['provider_review', 'needs_fix', 'withdrawn'],
  provider_review: ['needs_fix', 'ready_to_report', 'withdrawn'],
  needs_fix: ['agent_review', 'provider_review', 'withdrawn'],
  ready_to_report: ['reporting', 'needs_fix', 'withdrawn'],
  reporting: ['sms_pending', 'bureau_review', 'bureau_rejected'],
  sms_pending: ['bureau_review', 'bureau_rejected'],
  bureau_review: ['approved', 'bureau_rejected'],
  bureau_rejected: ['agent_review', 'provider_review', 'ready_to_report', 'withdrawn'],
  approved: [],
  withdrawn: [],
} as const satisfies Record<string, readonly string[]>;
export type FilingStatus = keyof typeof NEXT;
export const STATUSES: readonly FilingStatus[] = Object.keys(NEXT).filter(isStatus);

/** In these the customer may change the form and hand it in. */
export const EDITABLE: readonly FilingStatus[] = ['draft', 'needs_fix', 'bureau_rejected'];
/** In these nobody waits for anything more: the entity and its domains may be filed again. */
export const CLOSED: readonly FilingStatus[] = ['approved', 'withdrawn'];

export function maySubmit(status: FilingStatus): boolean {
  return EDITABLE.includes(status);
}

export function isStatus(word: string): word is FilingStatus {
  return Object.hasOwn(NEXT, word);
}

export function mayAdvance(from: FilingStatus, to: FilingStatus): boolean {
  const allowed: readonly FilingStatus[] = NEXT[from];
  return allowed.includes(to);
}

/** What `advance` must know of a filing: it acts only on exactly this one. */
export type Standing = Pick<FilingRow, 'id' | 'filing_no' | 'status' | 'version'>;

export interface Step {
  to: FilingStatus;
  actor: Actor;
  /** 'submitted', 'returned' …: the audit action is `filing.` and this. */
  event: string;
  /** For the timeline, when the event's own words do not say it all; never a personal datum. */
  words?: string;
  expected_at?: Date | null;
  /** For the audit entry: ids and codes only. */
  details?: object;
  patch?: Partial<Omit<FilingRow, 'id' | 'filing_no' | 'status' | 'status_at' | 'version'>>;
}

/**
 * The only writer of filings.status: moves exactly the filing that was seen (status and version), with its
 * audit entry and its timeline entry, or throws 'conflict' and changes nothing. Gives the new standing.
 */
export async function advance(trx: Db, filing: Standing, step: Step): Promise<Standing> {
  if (!mayAdvance(filing.status, step.to))
    throw new UserError('conflict', '备案当前状态不允许这样操作，请刷新页面');
  const at = now();
  const version = filing.version + 1;
  const closed = CLOSED.includes(step.to);
  const moved = await trx('filings')
    .where({ id: filing.id, status: filing.status, version: filing.version })
    .update({
      ...step.patch,
      ...(closed ? { open_entity_index: null } : {}),
      status: step.to,
      status_at: at,
      version,
    });
  if (moved !== 1) throw new UserError('conflict', '备案已被他人处理或修改，请刷新页面');
  if (closed)
    await trx('filing_domains').where({ filing_id: filing.id }).update({ open_domain: null });
  await noteEvent(trx, filing.id, { ...step, status: step.to, at });
  await record(trx, step.actor, `filing.${step.event}`, `filing:${filing.filing_no}`, {
    from: filing.status,
    to: step.to,
    version,
    ...step.details,
  });
  return { ...filing, status: step.to, version };
}

interface Event {
  event: string;
  status: FilingStatus;
  actor: Actor;
  words?: string;
  expected_at?: Date | null;
  at?: Date;
}

/** Adds an entry to the filing's timeline; for what happens without a change of status. */
export async function noteEvent(trx: Db, filing_id: number, event: Event): Promise<void> {
  await trx('filing_events').insert({
    filing_id,
    at: event.at ?? now(),
    event: event.event,
    status: event.status,
    actor_kind: event.actor.kind,
    actor_id: event.actor.id,
    words: event.words?.slice(0, 300) ?? null,
    expected_at: event.expected_at ?? null,
  });
}

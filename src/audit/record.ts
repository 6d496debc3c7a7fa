import { now } from '../platform/clock.ts';
import type { Db } from '../platform/db.ts';
import { publicNo } from '../platform/ids.ts';
import { seal } from '../platform/seal.ts';
import { checkedDetails } from './details.ts';
import './tables.ts';

/** Who does a deed. `name` and `ip` are stored sealed. */
export interface Actor {
  kind: 'user' | 'client' | 'system';
  id: number | null;
  name: string;
  ip?: string | null;
}

export const SYSTEM: Actor = { kind: 'system', id: null, name: '系统' };

/**
 * Writes who did what, in the transaction of the deed: a failed entry undoes the deed.
 * `action` reads 'filing.submitted', `subject` 'filing:BA…'; `details` hold ids, codes and masked values only.
 */
export async function record(
  trx: Db,
  actor: Actor,
  action: string,
  subject: string,
  details: object = {},
): Promise<void> {
  const entry_no = publicNo('SJ');
  const who = JSON.stringify({ name: actor.name, ip: actor.ip ?? null });
  await trx('audit_entries').insert({
    entry_no,
    at: now(),
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_sealed: seal(who, `audit_entries.actor:${entry_no}`),
    action,
    subject,
    details_json: checkedDetails(action, details),
  });
}

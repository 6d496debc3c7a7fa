import * as filings from './filings.ts';
import type { Kind } from './kind.ts';
import { domain, ipAssignment, ipBroadcast, ipSource, ownIp, removeDomain } from './resources.ts';

/** Every kind of record that goes up. To add one: a line here, and its shape under the same name in the profile. */
export const KINDS = {
  initial: filings.initial,
  add_service: filings.addService,
  add_access: filings.addAccess,
  change_entity: filings.changeEntity,
  change_service: filings.changeService,
  change_access: filings.changeAccess,
  cancel_entity: filings.cancelEntity,
  cancel_service: filings.cancelService,
  drop_access: filings.dropAccess,
  add_material: filings.addMaterial,
  check_answer: filings.checkAnswer,
  unfiled_answer: filings.unfiledAnswer,
  add_ip_source: ipSource.add,
  change_ip_source: ipSource.change,
  remove_ip_source: ipSource.remove,
  add_ip_assignment: ipAssignment.add,
  change_ip_assignment: ipAssignment.change,
  remove_ip_assignment: ipAssignment.remove,
  add_ip_broadcast: ipBroadcast.add,
  change_ip_broadcast: ipBroadcast.change,
  remove_ip_broadcast: ipBroadcast.remove,
  add_own_ip: ownIp.add,
  change_own_ip: ownIp.change,
  remove_own_ip: ownIp.remove,
  add_domain: domain.add,
  change_domain: domain.change,
  remove_domain: removeDomain,
} as const;

export type RecordKind = keyof typeof KINDS;
type ContentOf<K> = K extends Kind<infer C> ? C : never;
/** What each kind is made from, as a caller gives it. */
export type RecordContent = { [K in RecordKind]: ContentOf<(typeof KINDS)[K]> };

export const RECORD_KINDS = Object.keys(KINDS).filter(isRecordKind);

export function isRecordKind(word: string): word is RecordKind {
  return Object.hasOwn(KINDS, word);
}

import { type Db, db } from '../../platform/db.ts';
import { bookOf, type RuleBook } from '../reasons/index.ts';
import { rulesWith } from './own-rule.ts';
import type {} from './tables.ts';

/** Kept for a second: a change made by another process is in force that soon. */
const FRESH_MS = 1000;
let kept: { at: number; state: string; book: RuleBook } | undefined;

/** The rules in force. In a transaction give it, so that no second connection is waited for. */
export async function ruleBook(from: Db = db): Promise<RuleBook> {
  if (kept && Date.now() - kept.at < FRESH_MS) return kept.book;
  const rows = await from('reason_rules').orderBy('id');
  const state = rows.map(({ rule_code, version }) => `${rule_code}:${version}`).join();
  const book = kept?.state === state ? kept.book : bookOf(rulesWith(rows));
  kept = { at: Date.now(), state, book };
  return book;
}

/** Whoever changed a rule forgets what is kept, so that the next reader asks the database. */
export function forgetRules(): void {
  kept = undefined;
}

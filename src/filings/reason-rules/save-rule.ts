import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { forgetRules } from './in-force.ts';
import { changedFields, keptOf, type OwnRule, ownPart, ruleOf } from './own-rule.ts';
import { rematchSentences } from './sentences.ts';
import type { RuleRow } from './tables.ts';

/** Which rule is meant, in the version that was seen; 0 for one that nobody has touched yet. */
export interface Seen {
  rule_code: string;
  version: number;
}

/** `changed`: somebody else was quicker, and this is how the rule stands now (undefined: it is gone). */
export type Saved = { saved: true; rule_code: string } | { saved: false };

/** A new own rule; gives its code. */
export async function addRule(actor: Actor, rule: OwnRule): Promise<string> {
  const rule_code = publicNo('GZ');
  await write(actor, { rule_code, version: 0 }, 'added', () => ({ rule, is_off: false }));
  return rule_code;
}

/** What a rule says from now on; whether it is switched off stays. */
export async function saveRule(actor: Actor, seen: Seen, rule: OwnRule): Promise<Saved> {
  return write(actor, seen, 'changed', (row) => ({ rule, is_off: Boolean(row?.is_off) }));
}

/** A rule that is off is asked by nobody; its words are kept. */
export async function switchRule(actor: Actor, seen: Seen, is_off: boolean): Promise<Saved> {
  const action = is_off ? 'switched_off' : 'switched_on';
  return write(actor, seen, action, (row) => ({ rule: ruleIn(seen.rule_code, row), is_off }));
}

/** A shipped rule as it was shipped; an own rule is taken away. */
export async function takeBackRule(actor: Actor, seen: Seen): Promise<Saved> {
  return write(actor, seen, 'taken_back', () => ({ rule: null, is_off: false }));
}

interface State {
  rule: OwnRule | null;
  is_off: boolean;
}

/** The only writer of reason_rules: the version that was seen, the new state, its history and its audit entry go together. */
async function write(
  actor: Actor,
  { rule_code, version }: Seen,
  action: string,
  next: (row: RuleRow | undefined) => State,
): Promise<Saved> {
  try {
    return await inTransaction(async (trx, after) => {
      const row = await trx('reason_rules').where({ rule_code }).forUpdate().first();
      if ((row?.version ?? 0) !== version) return { saved: false };
      const { rule, is_off } = next(row);
      const before = ruleIn(rule_code, row);
      const fields = rule && before ? changedFields(before, rule) : [];
      const kept = rule && keptOf(rule_code, rule);
      const rule_json = kept && JSON.stringify(kept);
      await put(trx, { rule_code, rule_json, is_off, version: version + 1 }, actor);
      const details = { version: version + 1, fields };
      await record(trx, actor, `reason_rule.${action}`, `reason_rule:${rule_code}`, details);
      after(settle);
      return { saved: true, rule_code };
    });
  } catch (error) {
    // Two at once were the first to touch a shipped rule.
    if (isDuplicate(error)) return { saved: false };
    throw error;
  }
}

async function put(
  trx: Db,
  row: Pick<RuleRow, 'rule_code' | 'rule_json' | 'is_off' | 'version'>,
  actor: Actor,
): Promise<void> {
  const by = actor.kind === 'user' ? actor.id : null;
  const state = { ...row, changed_by: by, changed_at: now() };
  if (row.version === 1) await trx('reason_rules').insert(state);
  else await trx('reason_rules').where({ rule_code: row.rule_code }).update(state);
  await trx('reason_rule_versions').insert(state);
}

async function settle(): Promise<void> {
  forgetRules();
  await rematchSentences();
}

function ruleIn(rule_code: string, row: RuleRow | undefined): OwnRule | null {
  const rule = ruleOf(rule_code, row);
  return rule ? ownPart(rule) : null;
}

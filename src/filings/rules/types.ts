import type { FilingForm } from '../forms.ts';
import type { ProvinceRules } from '../provinces/index.ts';
import { shippedRule } from '../reasons/shipped.ts';

/** `reject`: the bureau will refuse it, so it may not be submitted. `warn`: a person should look again. */
export type Severity = 'reject' | 'warn';

export interface Finding {
  path: string;
  code: string;
  message: string;
  suggestion?: string;
  severity: Severity;
  /** The rule for what a bureau would say of the same: its words are used, see `inRuleWords`. */
  reason?: string;
  /** What is wrong in this very value: stands behind the words of the reason. */
  detail?: string;
  /** What to do about this very value, in place of the reason's suggestion. */
  fix?: string;
}

export interface CodeRow {
  id: string;
  name: string;
  extra?: Record<string, unknown>;
}

/** Code tables by name (`entity_kinds`, `id_types`, …). A table that is not given is not checked against. */
export type CodeTables = Readonly<Record<string, readonly CodeRow[]>>;

/** Everything a check may know besides the form: no rule reads a clock, a file or a database. */
export interface CheckContext {
  /** Today in China, 'YYYY-MM-DD'. */
  today: string;
  province: ProvinceRules;
  /** The provider's own address blocks, dotted; none given means they are not known. */
  provider: { ip_ranges: readonly { first: string; last: string }[] };
  codes: CodeTables;
  /** When given, only these document numbers exist; material naming another counts as missing. */
  documents?: ReadonlySet<string>;
}

/** Where a rule is broken; what is left out is the rule's own. */
export interface Place {
  path: string;
  /** Where the rule or the place has a reason: what is wrong here in particular. */
  message?: string;
  suggestion?: string;
  severity?: Severity;
  reason?: string;
}

export interface Rule {
  code: string;
  severity: Severity;
  check: (form: FilingForm, context: CheckContext) => Finding[];
}

interface RuleText {
  code: string;
  severity: Severity;
  /** With a reason: what is wrong in particular, and what to do about it in place of the reason's suggestion. */
  message?: string;
  suggestion?: string;
  /** What a bureau answers to the same; the words are those of its rule. */
  reason?: string;
  /** The places where the form breaks this rule; a plain path uses the rule's own words. */
  broken: (form: FilingForm, context: CheckContext) => readonly (string | Place)[];
}

/** Makes a rule of its words and of where it is broken. */
export function rule({ broken, ...text }: RuleText): Rule {
  const findingAt = (place: string | Place) =>
    finding(text, typeof place === 'string' ? { path: place } : place);
  const { code, severity } = text;
  return { code, severity, check: (form, context) => broken(form, context).map(findingAt) };
}

function finding(text: Omit<RuleText, 'broken'>, place: Place): Finding {
  const { code } = text;
  const severity = place.severity ?? text.severity;
  const reason = place.reason ?? text.reason;
  if (reason === undefined) {
    const { message = '', suggestion = '' } = text;
    return { code, message, suggestion, ...place, severity };
  }
  const { path, message: detail = text.message, suggestion: fix = text.suggestion } = place;
  const found = { path, code, severity, reason, message: '', ...(detail && { detail }) };
  return inWords({ ...found, ...(fix && { fix }) }, shippedRule(reason));
}

/** A finding in the words of its reason, with what is wrong in this very value behind them, as `explain` puts it. */
function inWords(found: Finding, reason: ReasonText | undefined): Finding {
  if (reason === undefined) return found;
  const { detail, fix } = found;
  return {
    ...found,
    message: detail ? `${reason.message}：${detail}` : reason.message,
    suggestion: fix ?? reason.suggestion,
    // A rule that was made a reminder hinders nothing here either.
    severity: reason.severity === 'warn' ? 'warn' : found.severity,
  };
}

interface ReasonText {
  message: string;
  suggestion: string;
  severity: Severity;
}

/**
 * Findings in the words of the rules in force, so that what a bureau would refuse is told before as it would be
 * told after. A finding whose rule is switched off keeps the words that were shipped.
 */
export function inRuleWords(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, ReasonText>,
): Finding[] {
  return findings.map((found) => {
    const {
      detail: _detail,
      fix: _fix,
      ...told
    } = found.reason ? inWords(found, rules.get(found.reason)) : found;
    return told;
  });
}

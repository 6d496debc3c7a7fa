import type { FilingForm } from '../forms.ts';
import type { ProvinceRules } from '../provinces/index.ts';

/** `reject`: the bureau will refuse it, so it may not be submitted. `warn`: a person should look again. */
export type Severity = 'reject' | 'warn';

export interface Finding {
  path: string;
  code: string;
  message: string;
  suggestion?: string;
  severity: Severity;
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
  message?: string;
  suggestion?: string;
  severity?: Severity;
}

export interface Rule {
  code: string;
  severity: Severity;
  message: string;
  suggestion: string;
  check: (form: FilingForm, context: CheckContext) => Finding[];
}

interface RuleText {
  code: string;
  severity: Severity;
  message: string;
  suggestion: string;
  /** The places where the form breaks this rule; a plain path uses the rule's own words. */
  broken: (form: FilingForm, context: CheckContext) => readonly (string | Place)[];
}

/** Makes a rule of its words and of where it is broken. */
export function rule({ broken, ...text }: RuleText): Rule {
  const finding = (place: string | Place): Finding => ({
    ...text,
    ...(typeof place === 'string' ? { path: place } : place),
  });
  return { ...text, check: (form, context) => broken(form, context).map(finding) };
}

import type { Mark as AnyMark } from '../marks.ts';

/** A mark made from a bureau's words: they stand beside it, and who has to do something now. */
export interface Mark extends AnyMark {
  official: string;
  who: Who;
}

export type Who = 'customer' | 'operator';

/**
 * Where a reason may lie: field paths in which `{service}`, `{domain}` and `{ip}` stand for every row.
 * `services.{service}.leader.…` means the entity leader where he leads the website too.
 */
export type PathTemplate = string;

/** What something said by a bureau or a reviewer means for people: the words, the fields, whose turn it is. */
export interface ReasonWords {
  /** By what it is known in marks, findings and statistics. */
  code: string;
  paths: readonly PathTemplate[];
  message: string;
  suggestion: string;
  who: Who;
}

/** A data-processing code of the interface specification V3.0, with what it means for people. */
export interface CodeReason extends ReasonWords {
  /** The official text. */
  official: string;
  retry?: boolean;
  /** Not a fault: said when something went well. */
  good?: boolean;
}

/** A reason that officers and reviewers write in their own words, and what it asks for. */
export interface Guidance extends ReasonWords {
  /** The group it is listed under: 域名, 网站名称, 负责人, … */
  group: string;
  /** Short, for a list to pick from. */
  label: string;
  /** How they put it, in the language of `parsePattern`. */
  pattern: string;
}

/** `reject`: it must be mended; `warn`: a reminder. */
export type Severity = 'reject' | 'warn';

/** One rule, shipped or own: an answer with this bureau code and such words means this. */
export interface ReasonRule extends ReasonWords {
  group: string;
  label: string;
  /** The bureau's code it is about; '' for what is said in words. */
  bureau_code: string;
  /** How it is put, see `parsePattern`; '' for a code whatever its description says. */
  pattern: string;
  official: string;
  severity: Severity;
  retry: boolean;
  good: boolean;
}

export const PATHS = {
  domains: 'services.{service}.domains.{domain}',
  ips: 'services.{service}.access.ips.{ip}.first',
  site: 'services.{service}',
  siteName: 'services.{service}.name',
  homeUrl: 'services.{service}.home_url',
} as const;

/** A field of every person in charge. */
export function ofPeople(field: string): readonly [string, string] {
  return [`entity.leader.${field}`, `services.{service}.leader.${field}`];
}

/** A pattern of several ways to put it. */
export function words(...alternatives: string[]): string {
  return alternatives.join('|');
}

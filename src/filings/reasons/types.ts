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

/** A data-processing code of the interface specification V3.0, with what it means for people. */
export interface CodeReason {
  code: string;
  /** The official text. */
  official: string;
  paths: readonly PathTemplate[];
  message: string;
  suggestion: string;
  who: Who;
  retry?: boolean;
  /** Not a fault: said when something went well. */
  good?: boolean;
}

/** A reason that officers and reviewers write in their own words, and what it asks for. */
export interface Guidance {
  code: string;
  /** The group it is listed under: 域名, 网站名称, 负责人, … */
  group: string;
  /** Short, for a list to pick from. */
  label: string;
  /** How they put it. */
  pattern: RegExp;
  paths: readonly PathTemplate[];
  message: string;
  suggestion: string;
  who: Who;
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

/** A pattern in which `~` stands for up to fifteen characters of the same clause. */
export function words(...alternatives: string[]): RegExp {
  return new RegExp(
    alternatives.map((text) => text.replaceAll('~', '[^，,；;。\\n]{0,15}')).join('|'),
  );
}

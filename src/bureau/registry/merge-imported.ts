import type { WholeAccess, WholeEntity, WholeService } from '../wire/whole-record.ts';

/** Two rows of one import: they add to each other. An import and an earlier one: what the later one tells counts. */
export type Together = 'same_import' | 'later_import';

/** The parts of one record out of several rows; `conflicts`: the fields in which two rows of one import disagree. */
export interface Merged<T> {
  value: T;
  conflicts: string[];
}

export function mergeEntity(
  kept: WholeEntity,
  told: WholeEntity,
  how: Together,
): Merged<WholeEntity> {
  const { value, conflicts } = mergeTexts(kept, told, how);
  const leader = mergeTexts(kept.leader, told.leader, how);
  return {
    value: { ...value, leader: leader.value },
    conflicts: [...conflicts, ...leader.conflicts.map((field) => `leader.${field}`)],
  };
}

export function mergeService(
  kept: WholeService,
  told: WholeService,
  how: Together,
): Merged<WholeService> {
  const { value, conflicts } = mergeTexts(kept, told, how);
  const leader = mergeTexts(kept.leader, told.leader, how);
  const list = <T>(ours: T[], theirs: T[], name: (one: T) => string) =>
    how === 'later_import' && theirs.length > 0 ? theirs : union(ours, theirs, name);
  const itself = (text: string) => text;
  return {
    value: {
      ...value,
      leader: leader.value,
      content_types: list(kept.content_types, told.content_types, itself),
      languages: list(kept.languages, told.languages, itself),
      prior_approvals: list(kept.prior_approvals, told.prior_approvals, ({ type }) => type),
      domains: list(kept.domains, told.domains, ({ domain }) => domain),
      accesses:
        how === 'later_import' && told.accesses.length > 0
          ? told.accesses
          : mergeAccesses(kept.accesses, told.accesses),
    },
    conflicts: [...conflicts, ...leader.conflicts.map((field) => `leader.${field}`)],
  };
}

/** What is told fills what is empty. What is told otherwise replaces it when it is later, and else is a conflict. */
function mergeTexts<T extends object>(kept: T, told: T, how: Together): Merged<T> {
  const ours = new Map<string, unknown>(Object.entries(kept));
  const news = Object.entries(told).filter(
    ([name, value]) => typeof value === 'string' && value !== '' && value !== ours.get(name),
  );
  const isTaken = ([name]: [string, unknown]) => how === 'same_import' && ours.get(name) !== '';
  const taken = news.filter((one) => !isTaken(one));
  return {
    value: { ...kept, ...Object.fromEntries(taken) },
    conflicts: news.filter(isTaken).map(([name]) => name),
  };
}

/** Accesses by their number; those without one are one. */
function mergeAccesses(kept: WholeAccess[], told: WholeAccess[]): WholeAccess[] {
  const merged = [...kept];
  for (const one of told) {
    const at = merged.findIndex(({ bureau_id }) => bureau_id === one.bureau_id);
    const ours = merged[at];
    if (!ours) merged.push(one);
    else
      merged[at] = {
        ...ours,
        methods: union(ours.methods, one.methods, (text) => text),
        locations: union(ours.locations, one.locations, (text) => text),
        ips: union(ours.ips, one.ips, ({ first, last }) => `${first}-${last}`),
      };
  }
  return merged;
}

function union<T>(ours: T[], theirs: T[], name: (one: T) => string): T[] {
  const known = new Set(ours.map(name));
  return [...ours, ...theirs.filter((one) => !known.has(name(one)))];
}

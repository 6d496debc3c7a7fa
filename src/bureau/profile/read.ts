import { readFileSync } from 'node:fs';
import { type Node, type ProfileDocument, ProfileSchema } from './document.ts';
import { pickOf, textOf } from './expressions.ts';

/** What is wrong with a profile, at its place in the document (`uploads.initial.record.children.0`). */
export interface ProfileFault {
  at: string;
  message: string;
}

export type ReadProfile =
  | { ok: true; profile: ProfileDocument }
  | { ok: false; faults: ProfileFault[] };

/** Reads and checks a profile as an administrator typed it; every fault is told, none throws. */
export function readProfile(document: unknown): ReadProfile {
  const parsed = ProfileSchema.safeParse(document);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => ({
      at: path.join('.'),
      message,
    }));
    return { ok: false, faults };
  }
  const faults = [...nodesOf(parsed.data)].flatMap(({ at, node }) =>
    nodeFaults(parsed.data, at, node),
  );
  return faults.length > 0 ? { ok: false, faults } : { ok: true, profile: parsed.data };
}

/** The name of the profile that is shipped. */
export const SHIPPED_NAME = 'V3.0';
const SHIPPED_FILE = new URL('../../../seeds/profiles/v3.0.json', import.meta.url);
let shipped: ProfileDocument | undefined;

export function shippedText(): string {
  return readFileSync(SHIPPED_FILE, 'utf8');
}

/** The profile of the official interface V3.0, as it is shipped. */
export function shippedProfile(): ProfileDocument {
  if (shipped) return shipped;
  const read = readProfile(JSON.parse(shippedText()));
  if (!read.ok)
    throw new Error(read.faults.map(({ at, message }) => `${at}: ${message}`).join('\n'));
  shipped = read.profile;
  return shipped;
}

interface Placed {
  at: string;
  node: Node;
}

function* nodesOf(profile: ProfileDocument): Generator<Placed> {
  yield* walk('document.tail', profile.document.tail);
  for (const [name, nodes] of Object.entries(profile.parts)) yield* walk(`parts.${name}`, nodes);
  for (const [kind, { record }] of Object.entries(profile.uploads))
    yield* walk(`uploads.${kind}.record`, [record]);
}

function* walk(at: string, nodes: readonly Node[]): Generator<Placed> {
  for (const [index, node] of nodes.entries()) {
    const here = `${at}.${index}`;
    yield { at: here, node };
    if ('children' in node) yield* walk(`${here}.children`, node.children);
    if ('choice' in node) yield* walk(`${here}.choice`, node.choice);
  }
}

function nodeFaults(profile: ProfileDocument, at: string, node: Node): ProfileFault[] {
  if ('part' in node) return partFaults(profile, at, node.part);
  if ('choice' in node) return [];
  const pick = 'pick' in node ? node.pick : undefined;
  const text = 'text' in node ? node.text : undefined;
  return [
    ...faultsOf(at, () => node.when && pickOf(node.when)),
    ...faultsOf(at, () => pick && pickOf(pick)),
    ...faultsOf(at, () => text && textOf(text)),
  ];
}

function partFaults(profile: ProfileDocument, at: string, name: string): ProfileFault[] {
  if (!Object.hasOwn(profile.parts, name)) return [{ at, message: `没有名为“${name}”的公共部分` }];
  return leadsTo(profile, name, name) ? [{ at, message: `公共部分“${name}”包含了它自己` }] : [];
}

/** A part that contains itself would be built for ever. */
function leadsTo(
  profile: ProfileDocument,
  from: string,
  to: string,
  seen = new Set<string>(),
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const used = [...walk('', profile.parts[from] ?? [])].flatMap(({ node }) =>
    'part' in node ? [node.part] : [],
  );
  return used.some((name) => name === to || leadsTo(profile, name, to, seen));
}

function faultsOf(at: string, work: () => unknown): ProfileFault[] {
  try {
    work();
    return [];
  } catch (error) {
    return [{ at, message: error instanceof Error ? error.message : String(error) }];
  }
}

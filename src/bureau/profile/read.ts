import { readFileSync } from 'node:fs';
import { type Node, type ProfileDocument, ProfileSchema, partOf } from './document.ts';
import { pickOf, textOf } from './expressions.ts';
import { spelledOut } from './spell-faults.ts';

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
  if (isDeep(document)) return { ok: false, faults: [{ at: '', message: '嵌套太深' }] };
  const parsed = ProfileSchema.safeParse(document);
  if (!parsed.success) {
    return { ok: false, faults: spelledOut(document, parsed.error.issues) };
  }
  const faults = [
    ...[...nodesOf(parsed.data)].flatMap(({ at, node }) => nodeFaults(parsed.data, at, node)),
    ...kindFaults(parsed.data),
  ];
  if (faults.length === 0) faults.push(...sizeFaults(parsed.data));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, profile: parsed.data };
}

const DEPTH = 60;

function isDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > DEPTH || Object.values(value).some((inner) => isDeep(inner, depth + 1));
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
    yield* within(`uploads.${kind}.record`, record);
}

function* walk(at: string, nodes: readonly Node[]): Generator<Placed> {
  for (const [index, node] of nodes.entries()) yield* within(`${at}.${index}`, node);
}

function* within(at: string, node: Node): Generator<Placed> {
  yield { at, node };
  if ('children' in node) yield* walk(`${at}.children`, node.children);
  if ('choice' in node) yield* walk(`${at}.choice`, node.choice);
}

function nodeFaults(profile: ProfileDocument, at: string, node: Node): ProfileFault[] {
  if ('part' in node) return partFaults(profile, at, node.part);
  if ('choice' in node) return [];
  const pick = 'pick' in node ? node.pick : undefined;
  const text = 'text' in node ? node.text : undefined;
  return [
    ...faultsOf(`${at}.when`, () => node.when && pickOf(node.when)),
    ...faultsOf(`${at}.pick`, () => pick && pickOf(pick)),
    ...faultsOf(`${at}.text`, () => text && textOf(text)),
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
  const used = [...walk('', partOf(profile, from))].flatMap(({ node }) =>
    'part' in node ? [node.part] : [],
  );
  return used.some((name) => name === to || leadsTo(profile, name, to, seen));
}

function kindFaults({ uploads }: ProfileDocument): ProfileFault[] {
  return Object.entries(uploads).flatMap(([kind, { before = [] }]) =>
    before
      .filter(
        (other) =>
          other === kind ||
          (Object.hasOwn(uploads, other) && uploads[other]?.before?.includes(kind)),
      )
      .map((other) => ({ at: `uploads.${kind}.before`, message: `和“${other}”互为先后` })),
  );
}

const MOST_NODES = 20_000;

/** Parts within parts can grow without end, though none contains itself. */
function sizeFaults(profile: ProfileDocument): ProfileFault[] {
  const known = new Map<string, number>();
  const sizeOf = (nodes: readonly Node[]): number =>
    nodes.reduce((sum, node) => {
      if ('part' in node) return sum + partSize(node.part);
      if ('choice' in node) return sum + node.choice.length;
      return sum + 1 + ('children' in node ? sizeOf(node.children) : 0);
    }, 0);
  const partSize = (name: string): number => {
    const size = known.get(name) ?? sizeOf(partOf(profile, name));
    known.set(name, size);
    return size;
  };
  return Object.entries(profile.uploads)
    .filter(([, { record }]) => sizeOf([record]) > MOST_NODES)
    .map(([kind]) => ({ at: `uploads.${kind}.record`, message: '展开后的元素太多' }));
}

function faultsOf(at: string, work: () => unknown): ProfileFault[] {
  try {
    work();
    return [];
  } catch (error) {
    return [{ at, message: error instanceof Error ? error.message : String(error) }];
  }
}

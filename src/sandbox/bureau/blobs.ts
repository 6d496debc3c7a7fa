import { createHash } from 'node:crypto';
import type { Request } from './state.ts';
import type { World } from './world.ts';
import type { Node } from './xml.ts';

const MARK = 'blob:';
const HEAVY = ['Fjnr', 'Spwj'];

/** A copy of a record that is light enough to remember: pictures go to files, namespaces away. */
export function slim(world: World, node: Node): Node {
  const heavy = HEAVY.includes(node.name);
  return {
    name: node.name,
    ns: '',
    attributes: {},
    children: node.children.map((child) => slim(world, child)),
    text: heavy ? keep(world, node.text.trim()) : node.text.trim(),
  };
}

function keep(world: World, base64: string): string {
  const digest = createHash('sha256').update(base64).digest('hex');
  const path = `blobs/${digest}`;
  if (!world.store.has(path)) world.store.put(path, Buffer.from(base64));
  return MARK + digest;
}

/** The base64 behind a mark that `slim` left; any other text as it is. */
export function readBlob(world: World, text: string): string {
  return text.startsWith(MARK)
    ? world.store.get(`blobs/${text.slice(MARK.length)}`).toString('latin1')
    : text;
}

/** Puts the record of a request that is through aside: only open ones are worth remembering whole. */
export function archive(world: World, request: Request): void {
  world.store.put(`items/${request.id}.json`, Buffer.from(JSON.stringify(request.item)));
  request.item = { name: '', ns: '', attributes: {}, children: [], text: '' };
}

/** The record of a request, open or through. */
export function itemOf(world: World, request: Request): Node {
  if (request.item.name) return request.item;
  // Written by `archive` alone.
  return JSON.parse(world.store.get(`items/${request.id}.json`).toString('utf8')) as Node;
}

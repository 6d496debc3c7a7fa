import { createHash } from 'node:crypto';
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
  world.store.put(`blobs/${digest}`, Buffer.from(base64));
  return MARK + digest;
}

/** The base64 behind a mark that `slim` left; any other text as it is. */
export function readBlob(world: World, text: string): string {
  return text.startsWith(MARK)
    ? world.store.get(`blobs/${text.slice(MARK.length)}`).toString('latin1')
    : text;
}

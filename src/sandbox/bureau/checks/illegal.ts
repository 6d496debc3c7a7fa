import { fromGbk, toGbk } from '../codec.ts';
import type { Node } from '../xml.ts';
import { type Finding, finding } from './finding.ts';

const HEAVY = ['Fjnr', 'Spwj'];
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd\ue000-\uf8ff]/;

/** 5008: text with control or private characters, angle brackets, or what the bureau's charset cannot hold. */
export function findIllegal(node: Node, charset: string): Finding[] {
  const isHeld = (words: string) => charset !== 'GBK' || fromGbk(toGbk(words)) === words;
  const { name, text } = node;
  const bad = !HEAVY.includes(name) && (FORBIDDEN.test(text) || !isHeld(text));
  const own = bad ? [finding(5008, `${name} ${text.trim().slice(0, 60)}`)] : [];
  return [...own, ...node.children.flatMap((child) => findIllegal(child, charset))];
}

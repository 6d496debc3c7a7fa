import iconv from 'iconv-lite';
import { fromGbk, toGbk } from '../codec.ts';
import { type Node, parseXml } from '../xml.ts';
import { mapBack } from './map-back.ts';
import { officialProfile, type ProfileFile, readProfileFile } from './profile-file.ts';
import { shapesOf } from './shape.ts';

/** How this bureau speaks where V3.0 could be spoken otherwise. */
export interface Speech {
  /** Of its documents, up and down. */
  charset: string;
  hash: string;
  cipher: string;
  proof: string[];
  random_length: number;
  codes: ProfileFile['wire']['codes'];
  /** Names of methods, parameters and answers: official → ours. */
  methods: Map<string, string>;
  parameters: Map<string, string>;
  answers: Map<string, string>;
  /** Codes of results: official → ours. */
  results: Map<string, string>;
  /** An upload in official words, as GBK; undefined: it comes so. A string says what is wrong. */
  official?(bytes: Buffer): Buffer | string;
}

export function speechOf(file: string): Speech {
  const official = officialProfile();
  const profile = file ? readProfileFile(file) : official;
  const { hash, cipher, proof, random_length, codes } = profile.wire;
  const { charset } = profile.document;
  const said = { charset, hash, cipher, proof: proof.of, random_length, codes };
  const names = { ...callNames(profile, official), answers: new Map<string, string>() };
  const results = resultCodes(profile);
  pairNames(official.wire.answer, profile.wire.answer, names.answers);
  return file
    ? { ...said, ...names, results, official: translator(profile, official) }
    : { ...said, ...names, results };
}

function resultCodes({ codes = {} }: ProfileFile): Map<string, string> {
  const renamed = Object.entries(codes).map(([ours, { means }]) => [means ?? '', ours] as const);
  return new Map(renamed.filter(([means]) => means !== ''));
}

function callNames(profile: ProfileFile, official: ProfileFile) {
  const methods = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [call, known] of Object.entries(official.wire.calls)) {
    const ours = profile.wire.calls[call] ?? known;
    methods.set(known.method, ours.method);
    for (const [name, carried] of Object.entries(known.parameters)) {
      const same = Object.entries(ours.parameters).find(([, what]) => what === carried);
      parameters.set(name, same?.[0] ?? name);
    }
  }
  return { methods, parameters };
}

function pairNames(official: unknown, ours: unknown, names: Map<string, string>): void {
  if (typeof official === 'string' && typeof ours === 'string') {
    const theirs = ours.split('.');
    for (const [n, name] of official.split('.').entries()) names.set(name, theirs[n] ?? name);
  } else if (typeof official === 'object' && official !== null) {
    for (const [key, inner] of Object.entries(official))
      pairNames(inner, Reflect.get(Object(ours), key), names);
  }
}

function translator(profile: ProfileFile, official: ProfileFile) {
  const { root, version, charset } = profile.document;
  const frame = { root, version, shapes: shapesOf(profile, official) };
  return (bytes: Buffer): Buffer | string => {
    const declared = /encoding=["']([\w-]+)["']/.exec(bytes.subarray(0, 200).toString('latin1'));
    if (declared?.[1] !== charset) return `编码应为 ${charset}`;
    let document: Node;
    try {
      document = parseXml(charset === 'GBK' ? fromGbk(bytes) : iconv.decode(bytes, charset));
    } catch {
      return '不是 XML';
    }
    const mapped = mapBack(document, frame);
    if ('fault' in mapped) return mapped.fault;
    return toGbk(`<?xml version="1.0" encoding="GBK"?>\n${inGbk(mapped.xml)}`);
  };
}

/** What GBK has no letter for stands there as its number. */
function inGbk(xml: string): string {
  return xml.replace(/[^\p{ASCII}]/gu, (letter) =>
    fromGbk(toGbk(letter)) === letter ? letter : `&#x${letter.codePointAt(0)?.toString(16)};`,
  );
}

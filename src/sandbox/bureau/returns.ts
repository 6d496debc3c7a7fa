import { readFileSync } from 'node:fs';
import { group, leaf } from './xml.ts';

const file: unknown = JSON.parse(
  readFileSync(new URL('./data/codes.json', import.meta.url), 'utf8'),
);
// The file lies beside this one and is ours.
const codes = file as { msg_code: Record<string, string>; data_code: Record<string, string> };

/** The official words of a data-processing code (1001–5999). */
export const dataWords = (code: number): string =>
  codes.data_code[String(code)] ?? codes.data_code['1999'] ?? '';

/** A result of a call: its code, and the parts that follow `msg`. */
export interface Result {
  code: number;
  /** Added behind the official words, for example the reporting hours of code 20. */
  detail?: string;
  body?: string;
  /** For the call log only. */
  note?: string;
}

/** The document inside `<return>`. Its declaration says GBK, as the real one does. */
export function returnDocument(
  { code, detail = '', body = '' }: Result,
  names: Map<string, string> = new Map(),
): string {
  const words = (codes.msg_code[String(code)] ?? '其他错误') + detail;
  const official = leaf('msg_code', code) + leaf('msg', words) + body;
  const inner = official.replace(
    /<(\/?)([\w.-]+)>/g,
    (_tag, slash: string, name: string) => `<${slash}${names.get(name) ?? name}>`,
  );
  return `<?xml version="1.0" encoding="GBK"?>\n<return version="V.3.0">${inner}</return>`;
}

export interface FileInfo {
  encrypt: number;
  name: string;
  payload: string;
  hash: string;
  sequence?: number;
}

/** `fileInfos` of a download or, with a sequence, of the last upload. */
export function fileInfos({ encrypt, name, payload, hash, sequence }: FileInfo): string {
  return group(
    'fileInfos',
    '<hashAlgorithm>0</hashAlgorithm><compressionFormat>0</compressionFormat>',
    leaf('encryptAlgorithm', encrypt),
    sequence === undefined ? '' : leaf('dataSequence', sequence),
    // These stay when they are empty: a provider that never uploaded gets sequence 0 and no file.
    `<return_FileName>${name}</return_FileName>`,
    `<beianInfo>${payload}</beianInfo>`,
    `<beianInfoHash>${hash}</beianInfoHash>`,
  );
}

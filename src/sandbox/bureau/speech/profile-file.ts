import { readFileSync } from 'node:fs';

/** An interface profile as its file has it; what is not named here does not matter to a bureau. */
export interface ProfileFile {
  document: { root: string; version: string; charset: string; tail: ProfileNode[] };
  wire: {
    random_length: number;
    proof: { of: string[] };
    hash: string;
    cipher: string;
    codes: { hash: string; compression: string; encrypted: string; plain: string };
    calls: Record<string, { method: string; parameters: Record<string, string> }>;
    answer: Record<string, unknown>;
  };
  /** What this bureau calls results, and what that is in V3.0. */
  codes?: Record<string, { means?: string }>;
  parts: Record<string, ProfileNode[]>;
  uploads: Record<string, { inside: string[]; record: ProfileNode }>;
}

export interface ProfileNode {
  name?: string;
  part?: string;
  choice?: ProfileNode[];
  children?: ProfileNode[];
  optional?: boolean;
  when?: string;
  [source: string]: unknown;
}

const OFFICIAL = new URL('../../../../seeds/profiles/v3.0.json', import.meta.url);

/** Reads a profile; ends with an error when it is no JSON. */
export function readProfileFile(file: string | URL): ProfileFile {
  // Whoever starts a sandbox gives it a profile that the product took.
  return JSON.parse(readFileSync(file, 'utf8')) as ProfileFile;
}

/** The profile of V3.0, which all checks here are made by. */
export const officialProfile = (): ProfileFile => readProfileFile(OFFICIAL);

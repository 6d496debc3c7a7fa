import type { DocumentKind, EngineName, Reading } from './types.ts';

/** What the reading process is asked. */
export interface Request {
  id: number;
  bytes: Uint8Array;
  expect?: DocumentKind;
}

/** What it says back: how far it is, then one reading or one failure. */
export type Reply =
  | { id: number; progress: number }
  | { id: number; reading: Reading }
  | { id: number; failed: string };

/** The reading process is told its engine and threads as arguments. */
export interface WorkerArguments {
  engine: EngineName;
  threads: number;
}

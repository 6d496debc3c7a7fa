import type { Piece } from './differences.ts';
import type { Beside } from './filed-beside.ts';

/** `ok`: the picture surely says the same; null: only a person can tell. */
export type LineTone = 'ok' | 'warn' | 'bad' | null;

export interface Verdict {
  tone: 'warn' | 'bad';
  text: string;
}

/** What OCR read for a field in one picture, letters of its own marked: `pieces` is null where it agrees. */
export interface ShownReading {
  /** What the picture is called. */
  picture: string;
  percent: string;
  pieces: Piece[] | null;
  crop_url: string | null;
}

export interface CheckLine {
  path: string;
  label: string;
  value: string;
  tone: LineTone;
  verdicts: Verdict[];
  readings: ShownReading[];
  /** What changed since it was submitted last; null when nothing did. */
  changed: Piece[] | null;
  /** What the bureau has, beside what it shall be; null when that is not changed. */
  filed: Beside | null;
  /** What was asked to be mended last time. */
  asked: string | null;
  /** Masked here: shown to who says why. */
  is_hidden: boolean;
  /** A place for pictures: what is hidden there is looked at on a page of its own. */
  is_paper: boolean;
  /** The picture it is compared with. */
  look: string | null;
  pictures: { view_url: string; thumb_url: string }[];
}

/** The gravest of what is said at a line; null when nothing is. */
export function worst(verdicts: readonly { tone: Verdict['tone'] }[]): LineTone {
  const tones = ['bad', 'warn'] as const;
  return tones.find((tone) => verdicts.some((verdict) => verdict.tone === tone)) ?? null;
}

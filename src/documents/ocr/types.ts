/** What kind of document a picture shows. */
export type DocumentKind = 'id_front' | 'id_back' | 'licence' | 'unknown';

/** A rectangle in pixels of whatever picture is spoken of. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** One field that was read. Below 0.8 the person is asked to look; `box` is in pixels of the upright picture. */
export interface ReadField {
  value: string;
  confidence: number;
  box?: Box;
  warnings: string[];
}

export type QuarterTurn = 0 | 90 | 180 | 270;

/** One thing wrong with a picture: a code, what to do in 简体中文, and the figures it was judged by. */
export interface QualityProblem {
  code: QualityCode;
  message: string;
  [figure: string]: string | number;
}

export type QualityCode =
  | 'not_a_picture'
  | 'too_many_pixels'
  | 'too_small'
  | 'blurred'
  | 'cut_off'
  | 'too_dark'
  | 'overexposed'
  | 'blank';

/** The verdict of the gate before reading. `sharpness` is 0…1, `brightness` 0…255. */
export interface Quality {
  ok: boolean;
  problems: QualityProblem[];
  width: number;
  height: number;
  sharpness: number;
  brightness: number;
}

/** All that was read from one picture. */
export interface Reading {
  kind: DocumentKind;
  confidence: number;
  /** Clockwise, applied after the EXIF orientation. */
  turned: QuarterTurn;
  upright: { width: number; height: number };
  skew_deg: number;
  fields: Record<string, ReadField>;
  quality: Quality;
  engine: string;
  ms: number;
}

export type EngineName = 'ppocr' | 'tesseract';

export interface ReadOptions {
  /** What the person says it is: decides when a picture shows more than one document. */
  expect?: DocumentKind;
  onProgress?: (fraction: number) => void;
}

/** Reads pictures one after another in a process of its own. */
export interface Engine {
  name: EngineName;
  readPicture(bytes: Buffer, options?: ReadOptions): Promise<Reading>;
  close(): Promise<void>;
}

/** A possible reading of one character, with its probability. */
export interface Guess {
  text: string;
  p: number;
}

/** One character: the reading, its centre along the line (page pixels), and what else it may be. */
export interface Char extends Guess {
  x: number;
  others: Guess[];
}

/** A line of text on the straightened page: the only thing a parser knows of an engine. */
export interface Line {
  chars: Char[];
  box: Box;
}

/** What an engine hands to the parser. */
export interface Page {
  lines: Line[];
  turned: QuarterTurn;
  upright: { width: number; height: number };
  skewDeg: number;
  /** Page pixels to pixels of the upright picture. */
  toUpright: (box: Box) => Box;
}

/** Anything that turns a picture into a page of lines. */
export interface PageReader {
  readPage(bytes: Buffer, onProgress: (fraction: number) => void): Promise<Page>;
}

import type { BureauRow, DownloadRow } from '../tables.ts';

/** Where a part came from: its file's place in the bureau's order, and its own place in the file. */
export interface Source {
  bureau: BureauRow;
  download: DownloadRow;
  order: string;
  part: number;
}

/** What applying a part gave: results for filings, and what found no owner or was not understood. */
export interface Applied {
  results: number;
  leftovers: number;
}

/** Everything in the part was taken up. */
export const ALL_TAKEN: Applied = { results: 0, leftovers: 0 };

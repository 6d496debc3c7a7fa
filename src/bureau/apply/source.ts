import type { BureauRow, DownloadRow } from '../tables.ts';

/** Where a part came from. */
export interface Source {
  bureau: BureauRow;
  download: DownloadRow;
}

/** What applying a part gave: results for filings, and what found no owner. */
export interface Applied {
  results: number;
  leftovers: number;
}

import type { TransferRow } from '../tables.ts';
import type { Exportable } from './column.ts';
import { filingsExport } from './filings.ts';
import { registryExport } from './registry.ts';

/** Every list that can be exported. */
export const EXPORTS: Record<TransferRow['subject'], Exportable> = {
  filings: filingsExport,
  registry: registryExport,
};

export function isExport(word: string): word is TransferRow['subject'] {
  return Object.hasOwn(EXPORTS, word);
}

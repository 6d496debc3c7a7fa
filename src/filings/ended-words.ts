import { seal, unseal } from '../platform/seal.ts';
import type { FilingRow } from './tables.ts';

const place = (filing_no: string) => `filings.ended_words:${filing_no}`;

/** What the bureau said of an end may name people: it lies sealed. */
export function sealEndedWords(filing_no: string, words: string): string {
  return seal(words, place(filing_no));
}

/** Why what a filing led to is no more, in the bureau's words; null when it said nothing. */
export function endedWords({
  filing_no,
  ended_words_sealed,
}: Pick<FilingRow, 'filing_no' | 'ended_words_sealed'>): string | null {
  return ended_words_sealed === null ? null : unseal(ended_words_sealed, place(filing_no));
}

import { UserError } from '../errors.ts';

/** One row of a table file. `row` counts from 1, as a spreadsheet shows it; rows without any text are left out. */
export interface TableRow {
  row: number;
  cells: string[];
}

/** Wider than any table people keep by hand; what is beyond is a mistake or an attack. */
export const MOST_COLUMNS = 500;

/** More than any row people write, whatever its cells share or an unclosed quote swallows. */
export const MOST_ROW_CHARS = 1024 * 1024;

/** What is wrong with a file, in words of the person who chose it. */
export function unreadable(words: string): UserError {
  return new UserError('unprocessable', words, { file: words });
}

export function hasText(cells: readonly string[]): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

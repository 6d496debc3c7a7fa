import { CREDIT_CODE_CHARS, isCreditCode } from '../checks/credit-code.ts';
import type { Line } from '../types.ts';
import { anchorsOf } from './anchors.ts';
import { type Cell, lineHeight } from './cells.ts';
import { type CodeRule, findCode } from './codes.ts';
import { valueRows } from './columns.ts';
import type { Found, FoundFields } from './found.ts';
import { guessed } from './licence-guesses.ts';
import { LICENCE_VALUES } from './licence-values.ts';

const CREDIT_CODE: CodeRule = {
  length: 18,
  allowed: CREDIT_CODE_CHARS,
  check: isCreditCode,
  failed: '统一社会信用代码校验不通过，请核对',
};

/** A business licence: every value by the label it stands beside, the credit code wherever it verifies. */
export function parseLicence(lines: Line[]): FoundFields {
  const { anchors, cells } = anchorsOf(lines);
  const height = lineHeight(cells);
  const fields: FoundFields = {};
  const used = new Set<Cell>();
  for (const anchor of anchors) {
    const toValue = anchor.name === '' ? undefined : LICENCE_VALUES[anchor.name];
    if (!toValue) continue;
    const rows = valueRows(anchor, anchors, cells, height);
    const field = rows.length > 0 ? toValue(rows) : undefined;
    if (!field || !isBetter(field, fields[anchor.name])) continue;
    fields[anchor.name] = field;
    for (const row of rows) used.add(row);
  }
  const code = findCode(cells, CREDIT_CODE);
  const usedChars = new Set([...used].flatMap((row) => row.chars));
  const free = cells.filter((cell) => !cell.chars.some((char) => usedChars.has(char)));
  return { ...guessed(free, fields), ...fields, ...(code && { credit_code: code }) };
}

function isBetter(field: Found, known: Found | undefined): boolean {
  return !known || field.confidence > known.confidence;
}

import { optionsOf, passing, type Repaired } from '../checks/repair.ts';
import type { Char } from '../types.ts';
import { type Cell, part } from './cells.ts';
import { type Found, found, sureness } from './found.ts';

/** What a code looks like: its length, its alphabet, and whether a whole one passes its checks. */
export interface CodeRule {
  length: number;
  allowed: string;
  check: (text: string) => boolean;
  /** Shown when no reading passes. */
  failed: string;
}

interface Candidate {
  cell: Cell;
  best?: Repaired;
  rival?: Repaired;
}

/** The likeliest code in these cells: verified, repaired, or as read and flagged. */
export function findCode(cells: Cell[], rule: CodeRule): Found | undefined {
  const candidates = cells
    .flatMap((cell) => codeRuns(cell, rule))
    .map((cell) => judged(cell, rule));
  const likelihood = (c: Candidate) => (c.best ? c.best.likelihood : -1);
  const best = candidates.sort(
    (a, b) => likelihood(b) - likelihood(a) || b.cell.text.length - a.cell.text.length,
  )[0];
  if (!best) return undefined;
  return best.best ? verified(best.cell, best.best, best.rival) : asRead(best.cell, rule);
}

function judged(cell: Cell, rule: CodeRule): Candidate {
  if (cell.chars.length !== rule.length) return { cell };
  const [best, rival] = passing(optionsOf(cell.chars, rule.allowed), rule.check);
  return { cell, ...(best && { best }), ...(rival && { rival }) };
}

/** A verified code is sure, a repaired one less, one with a close rival is for the person to decide. */
function verified(cell: Cell, best: Repaired, rival: Repaired | undefined): Found {
  const field = found(best.text, [cell]);
  const unique = !rival || rival.likelihood < best.likelihood * 0.1;
  if (best.changed === 0) {
    const confidence = sureness(cell.chars) > 0.5 ? Math.max(0.9, field.confidence) : 0.85;
    return unique ? { ...field, confidence } : { ...field, confidence: 0.7, warnings: [CLOSE] };
  }
  const sure = unique && best.changed === 1 && best.likelihood > 0.02;
  return { ...field, confidence: sure ? 0.82 : 0.6, warnings: [REPAIRED] };
}

const CLOSE = '有字符难以分辨，请核对';
const REPAIRED = '已按校验规则更正一个字符，请核对';

function asRead(cell: Cell, rule: CodeRule): Found {
  const options = optionsOf(cell.chars, rule.allowed);
  const value = options.map((choices, i) => choices[0]?.text ?? cell.chars[i]!.text).join('');
  const complete = value.length === rule.length;
  const field = found(value, [cell], 0.4, [rule.failed]);
  return { ...field, confidence: Math.min(field.confidence, complete ? 0.4 : 0.2) };
}

/** Stretches of characters that may belong to a code; longer ones as every window of the right length. */
function codeRuns(cell: Cell, rule: CodeRule): Cell[] {
  const runs: Cell[] = [];
  let from = 0;
  for (let i = 0; i <= cell.chars.length; i++) {
    if (i < cell.chars.length && mayBelong(cell.chars[i]!, rule.allowed)) continue;
    if (i - from >= rule.length - 2) runs.push(part(cell, from, i));
    from = i + 1;
  }
  return runs.flatMap((run) => {
    const spare = run.chars.length - rule.length;
    if (spare <= 0) return [run];
    return Array.from({ length: spare + 1 }, (_, k) => part(run, k, k + rule.length));
  });
}

function mayBelong(char: Char, allowed: string): boolean {
  return (optionsOf([{ ...char, others: [] }], allowed)[0] ?? []).length > 0;
}

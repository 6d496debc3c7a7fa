import { openForm } from '../drafts/draft.ts';
import { checkOne } from '../pages/checks.ts';
import { type FormBody, formFromBody } from '../paths.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { isTaken } from './posted.ts';
import { readingDoubts } from './reading-doubts.ts';
import { fieldReadings } from './readings.ts';

/** What is said under a field as it is left. */
export interface FieldVerdict {
  level: 'error' | 'warn' | 'ok' | '';
  message: string;
  /** What was meant, when it was typed in another way: the field shows it from now on. */
  value?: string;
}

/** Judges one field of what a page holds now: by the rules, and by the photograph it was read from. */
export async function fieldVerdict(
  row: FilingRow,
  changes: FormBody,
  { field, typed }: { field: string; typed: unknown },
): Promise<FieldVerdict> {
  const form = formFromBody(changes, openForm(row));
  const doubts = readingDoubts(form, await fieldReadings(row)).filter(({ path }) => path === field);
  const findings = [...(await checkOne(form, field)), ...doubts];
  const worst = findings.find(({ severity }) => severity === 'reject') ?? findings[0];
  const value = changes[field];
  if (typeof typed !== 'string' || typeof value !== 'string' || typed === value)
    return said(worst, '');
  const words = isTaken(field, typed, value) ? '已取网址中的域名' : '已整理成统一写法';
  return { ...said(worst, words), value };
}

function said(worst: Finding | undefined, otherwise: string): FieldVerdict {
  if (!worst) return { level: otherwise === '' ? '' : 'ok', message: otherwise };
  const { severity, message, suggestion } = worst;
  if (severity === 'warn') return { level: 'warn', message };
  return { level: 'error', message: suggestion ? `${message}。${suggestion}` : message };
}

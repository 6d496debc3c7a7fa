import { fieldsOf } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { type Finding, meant } from '../rules/index.ts';
import type { FieldReading } from './dress.ts';

/** Fields that say something else than the newest photograph they were read from: both values are told. */
export function readingDoubts(form: FilingForm, readings: readonly FieldReading[]): Finding[] {
  const fields = fieldsOf(form);
  return [...fields].flatMap(([path, value]): Finding[] => {
    const read = readings.findLast((reading) => reading.path === path);
    if (!read || typeof value !== 'string' || value.trim() === '') return [];
    if (plainly(path, value) === plainly(path, read.value)) return [];
    const message = `与照片上识别的不同：填的是“${value}”，照片上是“${read.value}”`;
    return [{ path, code: 'differs_from_picture', severity: 'warn', message }];
  });
}

/** Blanks, and the width of brackets and digits, are no difference. */
function plainly(path: string, text: string): string {
  return meant(path, text).normalize('NFKC').replace(/\s/g, '');
}

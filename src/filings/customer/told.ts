import type { Value } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import type { Mark } from '../marks.ts';
import { check } from '../pages/checks.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import type { FieldReading } from './dress.ts';
import { lastSubmitted, openMarks } from './open-marks.ts';
import { pictureDoubts } from './picture-doubts.ts';
import { readingDoubts } from './reading-doubts.ts';
import { fieldReadings } from './readings.ts';

/** All that is to be said of a form: by the rules, by its pictures, by what was read in them, by a reviewer. */
export interface Told {
  findings: Finding[];
  marks: Mark[];
  /** The values as they were submitted last; null before the first time. */
  submitted: Map<string, Value> | null;
  readings: FieldReading[];
}

export async function toldOf(row: FilingRow, form: FilingForm): Promise<Told> {
  const submitted = await lastSubmitted(row);
  const readings = await fieldReadings(row);
  return {
    findings: [
      ...(await check(form)),
      ...(await pictureDoubts(row)),
      ...readingDoubts(form, readings),
    ],
    marks: openMarks(row, form, submitted),
    submitted,
    readings,
  };
}

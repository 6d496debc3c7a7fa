import type { Schedule } from '../platform/schedule.ts';
import { readDocument, sweepReadings } from './read-document.ts';
import { sweepIntents } from './sweep-intents.ts';

export const jobs = [readDocument];
export const schedules: Schedule[] = [
  { name: 'documents.sweep', everySeconds: 20, run: sweepReadings },
  { name: 'documents.sweep-intents', everySeconds: 3600, run: sweepIntents },
];

import type { Schedule } from '../platform/schedule.ts';
import { deliverJob } from './deliver-job.ts';
import { sweepDeliveries } from './sweep.ts';

export const jobs = [deliverJob];

export const schedules: Schedule[] = [
  { name: 'notify.sweep', everySeconds: 30, run: sweepDeliveries },
];

import { schedules as auditSchedules } from './audit/index.ts';
import { jobs as documentJobs, schedules as documentSchedules } from './documents/index.ts';
import { jobs as notifyJobs, schedules as notifySchedules } from './notify/index.ts';
import type { Schedule } from './platform/schedule.ts';

interface Work {
  work(): void;
  close(): Promise<void>;
}

/** Every kind of background work. */
export const jobs: readonly Work[] = [...documentJobs, ...notifyJobs];

/** Everything that recurs, at its pace in seconds. */
export const schedules: readonly Schedule[] = [
  ...auditSchedules,
  ...notifySchedules,
  ...documentSchedules,
];

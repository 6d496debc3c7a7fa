import { schedules as accountSchedules } from './accounts/index.ts';
import { schedules as auditSchedules } from './audit/index.ts';
import { jobs as bureauJobs, schedules as bureauSchedules } from './bureau/index.ts';
import { jobs as cardJobs, schedules as cardSchedules } from './cards/index.ts';
import { schedules as catalogSchedules } from './catalog/index.ts';
import { jobs as documentJobs, schedules as documentSchedules } from './documents/index.ts';
import { jobs as filingJobs, schedules as filingSchedules } from './filings/index.ts';
import { jobs as notifyJobs, schedules as notifySchedules } from './notify/index.ts';
import { jobs as orderJobs, schedules as orderSchedules } from './orders/index.ts';
import { jobs as paymentJobs, schedules as paymentSchedules } from './payments/index.ts';
import type { Schedule } from './platform/schedule.ts';

interface Work {
  work(): void;
  close(): Promise<void>;
}

/** Every kind of background work. */
export const jobs: readonly Work[] = [
  ...documentJobs,
  ...notifyJobs,
  ...bureauJobs,
  ...filingJobs,
  ...cardJobs,
  ...paymentJobs,
  ...orderJobs,
];

/** Everything that recurs, at its pace in seconds. */
export const schedules: readonly Schedule[] = [
  ...accountSchedules,
  ...auditSchedules,
  ...notifySchedules,
  ...documentSchedules,
  ...bureauSchedules,
  ...filingSchedules,
  ...catalogSchedules,
  ...cardSchedules,
  ...paymentSchedules,
  ...orderSchedules,
];

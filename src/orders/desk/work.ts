import type { Schedule } from '../../platform/schedule.ts';
import { refreshSums } from './sums/refresh.ts';
import { sweepFiles } from './tasks/fetch-file.ts';
import { sweepTasks, taskJob } from './tasks/job.ts';

export const deskJobs = [taskJob];

export const deskSchedules: readonly Schedule[] = [
  { name: 'orders.sums', everySeconds: 60, run: refreshSums },
  { name: 'orders.tasks', everySeconds: 15, run: sweepTasks },
  { name: 'orders.task-files', everySeconds: 600, run: sweepFiles },
];

import type { Schedule } from '../platform/schedule.ts';
import { tellRestocked } from './shop/restock-wishes.ts';

export const schedules: Schedule[] = [
  { name: 'catalog.restocked', everySeconds: 60, run: tellRestocked },
];

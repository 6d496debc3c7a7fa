import { z } from 'zod';
import { defineJob } from '../platform/jobs.ts';
import { deliver } from './deliver.ts';

/** Hastens one delivery. Its tries are counted in its row, so the queue itself tries once. */
export const deliverJob = defineJob({
  name: 'notify.deliver',
  data: z.object({ deliveryId: z.number().int() }),
  run: ({ deliveryId }) => deliver(deliveryId),
  attempts: 1,
  concurrency: 4,
});

import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';
import { deliverOrder } from './deliver-order.ts';

/** Hastens the hand-over of one paid order; without it the sweep comes within seconds. */
export const deliverJob = defineJob({
  name: 'deliver-order',
  data: z.object({ orderId: z.number() }),
  concurrency: 2,
  run: ({ orderId }) => deliverOrder(orderId),
});

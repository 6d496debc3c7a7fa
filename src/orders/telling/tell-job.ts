import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';
import { bellOf } from './bell.ts';
import { tellOwed } from './tell-order.ts';

/** Hastens what buyers are to be told. */
export const tellJob = defineJob({
  name: 'tell-order',
  data: z.object({}),
  attempts: 1,
  run: tellOwed,
});

/** To be handed to `after` by whoever sets `telling_due_at`. */
export const ringTelling = bellOf(() => tellJob.enqueue({}));

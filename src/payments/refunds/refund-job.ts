import { z } from 'zod';
import { defineJob } from '../../platform/jobs.ts';
import { sendRefund } from './send-refund.ts';

/** Hastens one refund; whatever it does, the row says what is still owed. */
export const refundJob = defineJob({
  name: 'payments.refund',
  data: z.object({ refundId: z.number().int() }),
  attempts: 1,
  run: ({ refundId }) => sendRefund(refundId),
});

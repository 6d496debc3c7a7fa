import type { Schedule } from '../platform/schedule.ts';
import { expireOrders } from './closing/close-unpaid.ts';
import { deliverOwed } from './delivery/deliver-order.ts';
import { fillQueues } from './delivery/fill-queue.ts';
import { deliverJob } from './delivery/ring.ts';
import { deskJobs, deskSchedules } from './desk/work.ts';
import { forgetOldCalls, panelJob } from './panel/call-job.ts';
import { sendDueCalls } from './panel/send-calls.ts';
import { askGateways, landOwed } from './settling/sweep.ts';
import { tellAlerts } from './telling/alerts.ts';
import { tellJob } from './telling/tell-job.ts';
import { tellOwed } from './telling/tell-order.ts';

export const jobs = [deliverJob, tellJob, panelJob, ...deskJobs];

export const schedules: readonly Schedule[] = [
  { name: 'orders.ask-gateways', everySeconds: 3, run: askGateways },
  { name: 'orders.land', everySeconds: 5, run: landOwed },
  { name: 'orders.expire', everySeconds: 5, run: async () => void (await expireOrders()) },
  { name: 'orders.deliver', everySeconds: 5, run: deliverOwed },
  { name: 'orders.fill-queues', everySeconds: 5, run: async () => void (await fillQueues()) },
  { name: 'orders.tell', everySeconds: 2, run: tellOwed },
  { name: 'orders.alerts', everySeconds: 15, run: tellAlerts },
  { name: 'orders.panel', everySeconds: 2, run: sendDueCalls },
  { name: 'orders.panel-forget', everySeconds: 3600, run: forgetOldCalls },
  ...deskSchedules,
];

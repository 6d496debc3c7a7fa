import type { Schedule } from '../platform/schedule.ts';
import { expireOrders } from './closing/close-unpaid.ts';
import { deliverOwed } from './delivery/deliver-order.ts';
import { fillQueues } from './delivery/fill-queue.ts';
import { deliverJob } from './delivery/ring.ts';
import { askGateways, landOwed } from './settling/sweep.ts';

export const jobs = [deliverJob];

export const schedules: readonly Schedule[] = [
  { name: 'orders.ask-gateways', everySeconds: 3, run: askGateways },
  { name: 'orders.land', everySeconds: 5, run: landOwed },
  { name: 'orders.expire', everySeconds: 5, run: async () => void (await expireOrders()) },
  { name: 'orders.deliver', everySeconds: 5, run: deliverOwed },
  { name: 'orders.fill-queues', everySeconds: 5, run: async () => void (await fillQueues()) },
];

import './owed.ts';
import './words.ts';
import { Router } from 'express';
import { myOrdersRoutes } from './buyer/my-orders-routes.ts';
import { deskRoutes } from './desk/index.ts';
import { panelRoutes } from './panel/index.ts';

export { apiRoutes } from './api/order-api.ts';
export { quickBuy } from './api/quick-buy.ts';
export { buyerRoutes as publicRoutes } from './buyer/routes.ts';
export { expireOrders } from './closing/close-unpaid.ts';
export { fillQueues } from './delivery/fill-queue.ts';
export { jobs, schedules } from './jobs.ts';
export { ordersPlaced, placeOrder } from './placing/place-order.ts';
export { callbackRoutes } from './settling/callback-routes.ts';
export { landPayment, paymentsLanded } from './settling/land-payment.ts';

export const routes = Router().use(myOrdersRoutes, deskRoutes, panelRoutes);

import { Router } from 'express';
import { balanceRoutes } from './balance-routes.ts';
import { balancesRoutes } from './balances-routes.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import { paymentRoutes } from './payment-routes.ts';
import { reconciliationRoutes } from './reconciliation-routes.ts';
import { refundRoutes } from './refund-routes.ts';

/** All pages about money: a customer's own balance, and the operators' side. */
export const routes = Router();
routes.use(balanceRoutes);
routes.use(paymentRoutes);
routes.use(refundRoutes);
routes.use(reconciliationRoutes);
routes.use(balancesRoutes);
routes.use(gatewayRoutes);

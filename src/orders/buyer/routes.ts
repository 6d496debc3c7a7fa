import { Router } from 'express';
import { checkoutRoutes } from './checkout-routes.ts';
import { lookUpRoutes } from './look-up-routes.ts';
import { orderRoutes } from './order-routes.ts';

/** What visitors and customers alike see of orders. */
export const buyerRoutes = Router().use(checkoutRoutes, lookUpRoutes, orderRoutes);

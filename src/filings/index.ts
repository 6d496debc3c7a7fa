import './stats.ts';
import './words.ts';
import { Router } from 'express';
import { phonePublicRoutes } from './customer/phone-routes.ts';
import { routes as customerRoutes } from './customer/routes.ts';
import { deskRoutes } from './desk/routes.ts';

export { apiRoutes } from './api-routes.ts';
export { applyResults } from './apply-result.ts';
export { createFiling } from './create-filing.ts';
export { importFiling, showFiling } from './import-filing.ts';
export { jobs, schedules, settleOwed } from './jobs.ts';
export { countByStatus } from './queries.ts';
export { returnFiling } from './return-example.ts';
export { type FilingStatus, NEXT, STATUSES } from './status.ts';
export const publicRoutes = phonePublicRoutes;
export const routes = Router().use(customerRoutes, deskRoutes);

import { Router } from 'express';
import { noStore } from '../../platform/guards.ts';
import { cannedRoutes } from '../canned/canned-routes.ts';
import { bulkRoutes } from './bulk/bulk-routes.ts';
import { closingRoutes } from './closing-routes.ts';
import { listRoutes } from './list-routes.ts';
import { retryRoutes } from './retry-routes.ts';
import { revealRoutes } from './reveal-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { settingsRoutes } from './settings-routes.ts';

/** What the provider's people see and decide. */
export const deskRoutes = Router();
deskRoutes.use(['/review', '/all-filings'], noStore);
deskRoutes.use(
  bulkRoutes,
  cannedRoutes,
  listRoutes,
  reviewRoutes,
  revealRoutes,
  retryRoutes,
  closingRoutes,
  settingsRoutes,
);

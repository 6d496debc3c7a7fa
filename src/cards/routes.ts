import { Router } from 'express';
import { noStore } from '../platform/guards.ts';
import { loopRoutes } from './loop/loop-routes.ts';
import { batchRoutes } from './pages/batch-routes.ts';
import { bulkRoutes } from './pages/bulk-routes.ts';
import { cardRoutes } from './pages/card-routes.ts';
import { importRoutes } from './pages/import-routes.ts';
import { stockRoutes } from './pages/stock-routes.ts';
import { taskRoutes } from './pages/task-routes.ts';
import './pages/words.ts';

/** The operators' pages of cards. */
export const routes = Router();
routes.use(['/cards', '/card-batches', '/card-tasks', '/card-stock', '/loop-cards'], noStore);
// '/cards/selection' comes before '/cards/:id'.
routes.use(bulkRoutes, cardRoutes, importRoutes, batchRoutes, taskRoutes, stockRoutes, loopRoutes);

import './card-story.ts';
import './dashboard/desk-stats.ts';
import './words.ts';
import { Router } from 'express';
import { dashboardRoutes } from './dashboard/desk-routes.ts';
import { listRoutes } from './list/list-routes.ts';
import { orderRoutes } from './order/order-routes.ts';
import { revealRoutes } from './order/reveal-routes.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { newTaskRoutes } from './tasks/new-task-routes.ts';
import { taskRoutes } from './tasks/task-routes.ts';

/** The operator's shop. */
export const deskRoutes = Router().use(
  dashboardRoutes,
  listRoutes,
  orderRoutes,
  revealRoutes,
  reportRoutes,
  newTaskRoutes,
  taskRoutes,
);

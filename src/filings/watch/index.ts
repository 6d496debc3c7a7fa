import { Router } from 'express';
import { watchCustomerRoutes } from './customer-box.ts';
import { selfAuditRoutes } from './self-audit/audit-routes.ts';
import { watchSettingsRoutes } from './settings-routes.ts';
import { watchRoutes as consoleRoutes } from './watch-routes.ts';

/** Watching filed domains: the operators' pages, the customer's answers, our own audits. */
export const watchRoutes = Router().use(
  consoleRoutes,
  selfAuditRoutes,
  watchSettingsRoutes,
  watchCustomerRoutes,
);

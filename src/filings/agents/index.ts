import './words.ts';
import { Router } from 'express';
import { agentRoutes as ownPages } from './agent-routes.ts';
import { agentCustomerRoutes } from './customer-routes.ts';
import { manageAgentRoutes } from './manage-routes.ts';

export { sweepAgents } from './pass-on.ts';

/** Agents (代理) look at their customers' filings before we do. */
export const agentRoutes = Router().use(ownPages, agentCustomerRoutes, manageAgentRoutes);

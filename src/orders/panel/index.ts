import './words.ts';
import { Router } from 'express';
import { callRoutes } from './call-routes.ts';
import { endpointRoutes } from './endpoint-routes.ts';

export { owePanelCalls } from './owe-calls.ts';

/** The pages of the panel's endpoints and calls. */
export const panelRoutes = Router().use(endpointRoutes, callRoutes);

import './desk/picture-seers.ts';
import './stats.ts';
import './words.ts';
import { Router } from 'express';
import { addressMoveRoutes } from './address-moves/move-routes.ts';
import { agentRoutes } from './agents/index.ts';
import { apiRoutes as filingApi } from './api/api-routes.ts';
import { phonePublicRoutes } from './customer/phone-routes.ts';
import { routes as customerRoutes } from './customer/routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { gateRoutes } from './gate/gate-routes.ts';
import { reasonRuleRoutes } from './reason-rules/routes.ts';
import { serviceCodeRoutes } from './service-codes/index.ts';
import { transferRoutes } from './transfer/routes.ts';
import { watchRoutes } from './watch/index.ts';

export { answersWritten as gateAnswersWritten } from './gate/note-answer.ts';
export const apiRoutes = Router().use(filingApi, gateRoutes);
export { importFiling, showFiling } from './api/import-filing.ts';
export { jobs, schedules, settleOwed } from './jobs.ts';
export { promisedDays } from './pace/pace.ts';
export { countByStatus } from './queries.ts';
export { applyResults } from './steps/apply-result.ts';
export { createFiling } from './steps/create-filing.ts';
export { returnFiling } from './steps/return-example.ts';
export { type FilingStatus, NEXT, STATUSES } from './steps/status.ts';
export const publicRoutes = phonePublicRoutes;
export const routes = Router().use(
  customerRoutes,
  deskRoutes,
  reasonRuleRoutes,
  agentRoutes,
  serviceCodeRoutes,
  addressMoveRoutes,
  watchRoutes,
  transferRoutes,
);

import { Router } from 'express';
import { noStore } from '../../platform/guards.ts';
import { ruleListRoutes } from './list-routes.ts';
import { ruleRoutes } from './rule-routes.ts';
import { statisticsRoutes } from './statistics-routes.ts';

/** Rules for what bureaus say, what no rule knows, and what each reason costs. Fixed addresses before `:rule_code`. */
export const reasonRuleRoutes = Router();
reasonRuleRoutes.use('/reason-rules', noStore);
reasonRuleRoutes.use(ruleListRoutes, statisticsRoutes, ruleRoutes);

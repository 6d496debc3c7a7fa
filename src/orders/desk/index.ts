import './words.ts';
import { Router } from 'express';
import { listRoutes } from './list/list-routes.ts';

/** The operator's shop. */
export const deskRoutes = Router().use(listRoutes);

import { Router } from 'express';

export const publicRoutes = Router();
export const routes = Router();

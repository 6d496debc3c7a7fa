import { Router } from 'express';
import { accountRoutes } from './account-routes.ts';
import { clientRoutes } from './client-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { keptFormRoutes } from './kept-form-routes.ts';
import { passwordRoutes } from './password-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { personRoutes } from './person-routes.ts';
import { settingRoutes } from './setting-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

/** Open to everyone. */
export const publicRoutes = Router().use(signInRoutes, passwordRoutes);

/** For people who have signed in. */
export const routes = Router().use(
  accountRoutes,
  deviceRoutes,
  keptFormRoutes,
  settingRoutes,
  clientRoutes,
  peopleRoutes,
  personRoutes,
);

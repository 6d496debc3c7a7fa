import { Router } from 'express';
import { clientRoutes } from './clients/client-routes.ts';
import { keptFormRoutes } from './entry/kept-form-routes.ts';
import { passwordRoutes } from './entry/password-routes.ts';
import { signInRoutes } from './entry/sign-in-routes.ts';
import { accountRoutes } from './own/account-routes.ts';
import { deviceRoutes } from './own/device-routes.ts';
import { peopleRoutes } from './people/people-routes.ts';
import { personRoutes } from './people/person-routes.ts';
import { settingRoutes } from './setting-routes.ts';

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

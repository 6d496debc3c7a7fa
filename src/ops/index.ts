import './words.ts';
import { Router } from 'express';
import { connections } from './connection-routes.ts';
import { overview } from './console-routes.ts';
import { health } from './health.ts';
import { home } from './home-routes.ts';
import { metrics, timed } from './metrics.ts';
import { openapi } from './openapi-routes.ts';
import { privacy } from './privacy-routes.ts';
import { sandboxPages } from './sandbox-routes.ts';
import { settings } from './settings-routes.ts';
import { setup } from './setup-routes.ts';
import { styleguide } from './styleguide-routes.ts';
import { theme } from './theme-routes.ts';

export { siteSetting } from './settings.ts';
export { printSetupLink } from './setup-link.ts';

/** Before any session is looked up: probes must answer whatever else is broken. */
export const probes = Router().use(timed, health, metrics);
export const publicRoutes = Router().use(home, openapi, privacy, setup, theme);
export const routes = Router().use(overview, connections, sandboxPages, settings, styleguide);

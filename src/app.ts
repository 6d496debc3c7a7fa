import compression from 'compression';
import express, { type Express } from 'express';
import {
  routes as accounts,
  publicRoutes as accountsPublic,
  identify,
  signedIn,
} from './accounts/index.ts';
import { serveAssets } from './assets.ts';
import { routes as audit } from './audit/index.ts';
import { routes as bureau } from './bureau/index.ts';
import { routes as cards, forecast } from './cards/index.ts';
import {
  routes as catalog,
  publicRoutes as catalogPublic,
  giveForecast,
  keptPages,
} from './catalog/index.ts';
import {
  allowPictureHost,
  routes as documents,
  publicRoutes as documentsPublic,
} from './documents/index.ts';
import {
  routes as filings,
  apiRoutes as filingsApi,
  publicRoutes as filingsPublic,
} from './filings/index.ts';
import { frame } from './frame.ts';
import { routes as notify } from './notify/index.ts';
import { routes as ops, publicRoutes as opsPublic, probes } from './ops/index.ts';
import {
  callbackRoutes,
  routes as orders,
  apiRoutes as ordersApi,
  publicRoutes as ordersPublic,
  quickBuy,
} from './orders/index.ts';
import { routes as payments } from './payments/index.ts';
import { env } from './platform/env.ts';
import { noStore, requestId, sameOrigin, securityHeaders } from './platform/guards.ts';
import { errors, formBody, notFound, usePages } from './platform/web.ts';
import { version } from './version.ts';

// The list of products says how long the stock lasts, and knows nothing of cards.
giveForecast(forecast);

/** The pipeline and the map of all URLs. No side effects: tests call it as main.ts does. */
export function createApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', env.TRUST_PROXY);
  app.use(quickBuy, keptPages);
  app.use(requestId, securityHeaders, compression());
  usePages(app, version);
  app.use(serveAssets);
  app.use(noStore, probes);
  app.use(documentsPublic);
  // Before anything reads a body: what a gateway signs are the bytes.
  app.use(callbackRoutes);
  app.use(sameOrigin, allowPictureHost, identify, frame, formBody);

  app.use(opsPublic);
  app.use(accountsPublic);
  app.use(filingsPublic);
  app.use(catalogPublic, ordersPublic);

  app.use(signedIn);
  app.use(filingsApi, ordersApi);
  app.use(accounts);
  app.use(audit);
  app.use(notify);
  app.use(documents);
  app.use(bureau);
  app.use(filings);
  app.use(catalog);
  app.use(cards);
  app.use(payments);
  app.use(orders);
  app.use(ops);

  app.use(notFound);
  app.use(errors);
  return app;
}

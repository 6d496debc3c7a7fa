import express, { type Express } from 'express';
import { errors } from '../errors.ts';
import type { CallLog } from './calls.ts';
import { control } from './control.ts';
import { serveCall } from './endpoint.ts';
import { SERVICES, spoken } from './methods.ts';
import { pages } from './pages.ts';
import type { World } from './world.ts';
import { schema, wsdl } from './wsdl.ts';

/** Larger than any file that the bureau takes, so that code 18 is the bureau's answer and not HTTP's. */
const LIMIT = '200mb';

/** The three services, the control interface and the page. */
export function createApp(world: World, log: CallLog, base: () => string): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  for (const service of SERVICES) {
    const named = spoken(service, world.speech);
    app.get(service.path, (req, res) => {
      const asked = Object.keys(req.query).map((key) => key.toLowerCase());
      const here = `http://${req.get('host') ?? ''}`;
      if (asked.includes('wsdl')) res.type('text/xml').send(wsdl(world.settings, named, here));
      else if (asked.includes('xsd')) res.type('text/xml').send(schema(world.settings, named));
      else res.type('html').send('<html><body>Web Services</body></html>');
    });
    app.post(service.path, express.raw({ type: () => true, limit: LIMIT }), (req, res) => {
      if (!req.is('text/xml')) {
        res.status(415).end();
        return undefined;
      }
      return serveCall(world, log, service, req, res);
    });
  }
  app.use('/_control', control(world, log, base));
  app.use(pages(world, log, base));
  app.use(errors);
  return app;
}

import express, { type Request as HttpRequest, type Response, type Router } from 'express';
import { html, ownFormsOnly, sendPage, style } from '../html.ts';
import { readBlob } from './blobs.ts';
import type { CallLog } from './calls.ts';
import { deeds } from './control.ts';
import { Decision, decideBy } from './decision.ts';
import { NOTICES } from './emit/notices.ts';
import { noticeItems } from './pages/notice-form.ts';
import { overview } from './pages/overview.ts';
import { requestPage } from './pages/request.ts';
import type { World } from './world.ts';

/** The page for people: records, decisions, notices, faults, clock and calls. Works without scripts. */
export function pages(world: World, log: CallLog, base: () => string): Router {
  const router = express.Router();
  router.use(ownFormsOnly, express.urlencoded({ extended: false }));
  router.get('/sandbox.css', style);
  router.get('/', (_req, res) => {
    sendPage(res, '演练管局', overview(world, log, base()));
  });
  router.get('/requests/:id', (req, res) => {
    const request = world.state.requests.find(({ id }) => id === req.params.id);
    if (request) sendPage(res, `${request.id} ${request.label}`, requestPage(world, request));
    else sendPage(res.status(404), '没有这条记录', html`<p><a href="/">返回</a></p>`);
  });
  router.get('/pictures/:digest', (req, res) => {
    if (!/^[0-9a-f]{64}$/.test(req.params.digest)) res.status(404).end();
    else sendPicture(res, readBlob(world, `blob:${req.params.digest}`));
  });
  addForms(router, world);
  return router;
}

function sendPicture(res: Response, base64: string): void {
  const bytes = Buffer.from(base64, 'base64');
  res.set('X-Content-Type-Options', 'nosniff');
  res.type(bytes[0] === 0x89 ? 'image/png' : 'image/jpeg').send(bytes);
}

function addForms(router: Router, world: World): void {
  const act = (path: string, deed: (form: Record<string, string>) => void) =>
    router.post(path, (req: HttpRequest, res: Response) => {
      // Parsed by urlencoded without nesting: names to texts.
      deed(req.body as Record<string, string>);
      res.redirect(303, '/');
    });
  act('/decisions', ({ codes = '', ...form }) => {
    decideBy(world, Decision.parse({ ...form, codes: codes.split(/[,，\s]+/).filter(Boolean) }));
  });
  act('/faults', (form) => deeds.fault(world, form));
  act('/faults/clear', () => deeds.clearFaults(world));
  act('/clock', (form) => deeds.clock(world, form));
  act('/settings', ({ maintenance, queue_full, ...form }) =>
    deeds.settings(world, {
      ...form,
      maintenance: maintenance === 'on',
      queue_full: queue_full === 'on',
    }),
  );
  act('/notices', ({ kind = '', ...form }) => {
    if (kind === 'ZXSJ') deeds.cancel(world, { kind: '0', id: form['record'] });
    else if (kind in NOTICES) {
      deeds.notice(world, { kind, items: noticeItems(world, kind, form) });
    }
  });
}

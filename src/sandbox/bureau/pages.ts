import express, { type Router } from 'express';
import { html, ownFormsOnly, sendPage, style } from '../html.ts';
import type { CallLog } from './calls.ts';
import type { World } from './world.ts';

/** The page for people; works without scripts. */
export function pages(world: World, _log: CallLog, _base: () => string): Router {
  const router = express.Router();
  router.use(ownFormsOnly, express.urlencoded({ extended: false }));
  router.get('/sandbox.css', style);
  router.get('/', (_req, res) => {
    sendPage(res, '沙箱管局', html`<p>${world.state.requests.length}</p>`);
  });
  return router;
}

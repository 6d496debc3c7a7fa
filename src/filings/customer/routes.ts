import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { openForm } from '../drafts/draft.ts';
import { codeTables } from '../pages/checks.ts';
import { filingsPage } from '../pages/filing-page.ts';
import { isPrintout, printoutOf } from '../printouts/index.ts';
import { optionsOf } from './controls.ts';
import { draftRoutes } from './draft-routes.ts';
import { filedRoutes } from './filed-routes.ts';
import { listItem } from './list-page.ts';
import { newRoutes } from './new-routes.ts';
import { pageKey } from './page-key.ts';
import { phoneRoutes } from './phone-routes.ts';
import { ownFiling } from './posted.ts';
import { statusPage } from './status-page.ts';
import { stepRoutes } from './step-routes.ts';
import { submissionRoutes } from './submission-routes.ts';
import { submittedPage } from './submitted-page.ts';

/** What a customer sees of his filings. */
export const routes = Router();
const files = requires('filing.file');
const at = '/filings/:filing_no';

routes.use('/filings', noStore);

routes.get('/filings', files, async (req, res) => {
  const before = pageKey(req.query['before']);
  const { items, next } = await filingsPage(userOf(req), before);
  const pager = {
    previous_href: before ? '/filings' : null,
    next_href: next ? `/filings?before=${next}` : null,
  };
  res.page('filings/list', { title: '我的备案', filings: items.map(listItem), pager });
});

routes.use(newRoutes, filedRoutes);

routes.get(at, files, async (req, res) => {
  const row = await ownFiling(req);
  res.page('filings/status', await statusPage(row));
});

routes.get(`${at}/submitted`, files, async (req, res) => {
  res.page('filings/submitted', await submittedPage(await ownFiling(req)));
});

routes.use(submissionRoutes);

routes.get(`${at}/printouts/:name.pdf`, files, async (req, res) => {
  const row = await ownFiling(req);
  const name = String(req.params['name']);
  const pdf = await printoutOf(
    must(isPrintout(name) ? name : undefined, '表格'),
    row.filing_no,
    openForm(row),
  );
  res
    .type('application/pdf')
    .set('Content-Disposition', `inline; filename="${name}.pdf"`)
    .send(pdf);
});

/** Cities of a province, counties of a city: for the two lists that depend on the one before. */
routes.get('/regions/:code', files, async (req, res) => {
  const code = String(req.params['code']);
  const { regions = [] } = await codeTables(db);
  const isProvince = code.endsWith('0000');
  const prefix = code.slice(0, isProvince ? 2 : 4);
  const rows = regions.filter(
    ({ id }) => id.startsWith(prefix) && id !== code && id.endsWith('00') === isProvince,
  );
  res.json(optionsOf(rows));
});

routes.use(phoneRoutes, stepRoutes, draftRoutes);

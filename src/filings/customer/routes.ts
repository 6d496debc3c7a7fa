import { type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { readOr } from '../../platform/web.ts';
import { codeTables } from '../checks.ts';
import { createFiling } from '../create-filing.ts';
import { openForm } from '../drafts/draft.ts';
import { filingsPage } from '../filing-page.ts';
import { INDIVIDUAL } from '../forms.ts';
import { isPrintout, printoutOf } from '../printouts/index.ts';
import { optionsOf, selectOf } from './controls.ts';
import { draftRoutes } from './draft-routes.ts';
import { listItem } from './list-page.ts';
import { phoneRoutes } from './phone-routes.ts';
import { ownFiling } from './posted.ts';
import { statusPage } from './status-page.ts';
import { stepRoutes } from './step-routes.ts';
import { submissionRoutes } from './submission-routes.ts';

/** What a customer sees of his filings. */
export const routes = Router();
const files = requires('filing.file');
const at = '/filings/:filing_no';

routes.use('/filings', noStore);

routes.get('/filings', files, async (req, res) => {
  const before = Number(req.query['before']) || undefined;
  const { items, next } = await filingsPage(userOf(req), before);
  const pager = {
    previous_href: before ? '/filings' : null,
    next_href: next ? `/filings?before=${next}` : null,
  };
  res.page('filings/list', { title: '我的备案', filings: items.map(listItem), pager });
});

const NewForm = z.object({
  entity_kind: z.string({ error: '请选择' }).regex(/^\d{1,3}$/, '请选择个人或单位的种类'),
  province_code: z.string({ error: '请选择' }).regex(/^\d{2}0000$/, '请选择省份'),
});

routes.get('/filings/new', files, (_req, res) => showNew(res, {}, {}));

routes.post('/filings', files, async (req, res) => {
  const form = readOr(NewForm, req.body);
  if (!form.ok) return showNew(res.status(422), req.body, form.fields);
  const { filing_no } = await createFiling(userOf(req), form.data);
  res.redirect(303, `/filings/${filing_no}/steps/pictures`);
});

routes.get(at, files, async (req, res) => {
  const row = await ownFiling(req);
  res.page('filings/status', await statusPage(row));
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

async function showNew(
  res: Response,
  values: object,
  fields: Record<string, string>,
): Promise<void> {
  const codes = await codeTables(db);
  const units = (codes['entity_kinds'] ?? []).filter(({ id }) => id !== INDIVIDUAL);
  const kinds = [
    { value: INDIVIDUAL, label: '个人', note: '用本人身份证备案' },
    ...optionsOf(units.filter(({ id }) => id === '4')).map((kind) => ({
      ...kind,
      note: '公司、个体工商户',
    })),
    ...optionsOf(units.filter(({ id }) => id !== '4')),
  ];
  const provinces = selectOf((codes['regions'] ?? []).filter(({ id }) => id.endsWith('0000')));
  res.page('filings/new', { title: '新建备案', kinds, provinces, values, fields });
}

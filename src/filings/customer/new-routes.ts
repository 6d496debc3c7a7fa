import { createHash } from 'node:crypto';
import { type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { limited } from '../../platform/guards.ts';
import { readOr } from '../../platform/web.ts';
import { onceOnly } from '../api/idempotency.ts';
import { type NewFiling, newForm } from '../begin/new-form.ts';
import { type WhatToBegin, whatToBegin } from '../begin/what-to-begin.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import { codeTables } from '../pages/checks.ts';
import { type Customer, insertFiling } from '../steps/create-filing.ts';
import { decisionPage } from './decision-page.ts';
import { choices, newPage, OTHER } from './new-page.ts';

/** Beginning a filing: who files, in which province, and, when that is told, which kind it will be. */
export const newRoutes = Router();
const files = requires('filing.file');
const begins = limited({ name: 'begin', limit: 300, windowMs: 10 * 60_000, failOpen: true });

/** `domain` may stand in the address: a filed website that another provider serves leads here. */
newRoutes.get('/filings/new', files, async (req, res) => {
  res.page('filings/new', await newPage({ domain: req.query['domain'] }, {}));
});

/**
 * With a number or a domain the kind is told first, unless it is plainly a first filing; `confirmed` goes on, `again`
 * goes back. `form_key` was made with the page: however often it is sent, it begins one draft.
 */
newRoutes.post('/filings', files, begins, async (req, res) => {
  const posted: Record<string, unknown> = req.body ?? {};
  const read = readOr(await formNow(), posted);
  if (!read.ok) return showNew(res.status(422), posted, read.fields);
  if (posted['again'] !== undefined) return showNew(res, posted, {});
  const { form_key, ...asked } = read.data;
  const { id_types = [] } = await codeTables(db);
  const found = await whatToBegin(userOf(req), newForm(asked, id_types));
  if (posted['confirmed'] === undefined && !isPlain(asked, found))
    return res.page('filings/decision', await decisionPage(found, posted));
  const filing_no = await begin(userOf(req), form_key, asked, found.form);
  res.redirect(303, `/filings/${filing_no}/steps/pictures`);
});

/** Nothing was told from which to judge, or everybody says that nothing is filed yet. */
function isPlain({ id_number, domain }: NewFiling, found: WhatToBegin): boolean {
  if (id_number === '' && domain === '') return true;
  const { decision, obstacles, under_way } = found;
  const isFree = obstacles.length === 0 && under_way === null;
  return decision.kind === 'initial' && decision.is_sure && isFree;
}

const Made = z.object({ filing_no: z.string() });

async function begin(
  customer: Customer,
  form_key: string | undefined,
  asked: NewFiling,
  form: FilingForm,
): Promise<string> {
  const typed = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const key = form_key ? `page:${form_key}:${typed}` : undefined;
  const request = { user_id: customer.id, key, body: () => asked };
  const made = await onceOnly(request, (keep) =>
    inTransaction(async (trx) => {
      const { filing_no } = await insertFiling(trx, customer, form, 'page');
      await keep(trx, filing_no, { filing_no });
      return { filing_no };
    }),
  );
  return Made.parse(made).filing_no;
}

/** Only what is offered may be chosen; of other units their kind counts. */
async function formNow() {
  const { units, provinces } = await choices();
  const known = [INDIVIDUAL, OTHER, ...units.map(({ value }) => value)];
  const oneOf = (values: readonly string[], words: string) =>
    z.string({ error: words }).refine((chosen) => chosen !== '' && values.includes(chosen), words);
  return z
    .object({
      entity_kind: oneOf(known, '请选择个人或单位的种类'),
      other_kind: z.string().optional(),
      province_code: oneOf(
        provinces.map(({ value }) => value),
        '请选择省份',
      ),
      id_number: z.string().trim().max(40, '太长了，请核对').default(''),
      domain: z.string().trim().max(200, '太长了，请核对').default(''),
      form_key: z.string().max(100).optional(),
    })
    .transform(({ other_kind = '', ...form }, context) => {
      if (form.entity_kind !== OTHER) return form;
      if (units.some(({ value }) => value === other_kind))
        return { ...form, entity_kind: other_kind };
      context.addIssue({ code: 'custom', path: ['other_kind'], message: '请选择单位性质' });
      return z.NEVER;
    });
}

async function showNew(
  res: Response,
  posted: Record<string, unknown>,
  fields: Record<string, string>,
): Promise<void> {
  res.page('filings/new', await newPage(posted, fields));
}

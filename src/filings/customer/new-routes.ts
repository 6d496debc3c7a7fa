import { type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { newToken } from '../../platform/ids.ts';
import { readOr } from '../../platform/web.ts';
import { onceOnly } from '../api/idempotency.ts';
import { INDIVIDUAL } from '../forms.ts';
import { codeTables } from '../pages/checks.ts';
import { createFiling } from '../steps/create-filing.ts';
import { optionsOf, selectOf } from './controls.ts';

/** Beginning a filing: who files, and in which province. */
export const newRoutes = Router();
const files = requires('filing.file');

newRoutes.get('/filings/new', files, async (_req, res) => {
  await showNew(res, {}, {});
});

/** `form_key` was made with the page: however often it is sent, it begins one draft. */
newRoutes.post('/filings', files, async (req, res) => {
  const form = readOr(await formNow(), req.body);
  if (!form.ok) return showNew(res.status(422), req.body ?? {}, form.fields);
  const { form_key, entity_kind, province_code } = form.data;
  const key = form_key ? `page:${form_key}:${entity_kind}:${province_code}` : undefined;
  const request = { user_id: userOf(req).id, key, body: () => ({ entity_kind, province_code }) };
  const made = await onceOnly(request, async (keep) => {
    const { filing_no } = await createFiling(userOf(req), { entity_kind, province_code });
    await keep(db, filing_no, { filing_no });
    return { filing_no };
  });
  const { filing_no } = Made.parse(made);
  res.redirect(303, `/filings/${filing_no}/steps/pictures`);
});

/** 企业, the one kind of unit that most are. */
const COMPANY = '4';

const Made = z.object({ filing_no: z.string() });

/** Stands for all kinds of units that are asked for in a list of their own. */
const OTHER = 'other';

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

async function choices() {
  const codes = await codeTables(db);
  const units = (codes['entity_kinds'] ?? []).filter(({ id }) => id !== INDIVIDUAL);
  const kinds = [
    { value: INDIVIDUAL, label: '个人', note: '用本人身份证备案' },
    ...optionsOf(units.filter(({ id }) => id === COMPANY)).map((kind) => ({
      ...kind,
      note: '公司、个体工商户',
    })),
    { value: OTHER, label: '其他单位', note: '机关、事业单位、社会团体、学校、律所等' },
  ];
  const provinces = selectOf((codes['regions'] ?? []).filter(({ id }) => id.endsWith('0000')));
  const others = selectOf(units.filter(({ id }) => id !== COMPANY));
  return { kinds, others, provinces, units: optionsOf(units) };
}

async function showNew(
  res: Response,
  posted: Record<string, unknown>,
  fields: Record<string, string>,
): Promise<void> {
  const text = (name: string) => (typeof posted[name] === 'string' ? posted[name] : '');
  const { kinds, others, provinces } = await choices();
  const values = {
    entity_kind: text('entity_kind'),
    other_kind: text('other_kind'),
    province_code: text('province_code'),
    form_key: text('form_key').slice(0, 100) || newToken(),
  };
  res.page('filings/new', { title: '新建备案', kinds, others, provinces, values, fields });
}

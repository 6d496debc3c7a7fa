import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { Amount, readTerms } from './code-forms.ts';
import { importCodes, makeCodes } from './make-codes.ts';
import { readCodes } from './read-codes.ts';
import { serviceCodesSetting } from './settings.ts';

/** Making codes here, and taking in codes that were made elsewhere. */
export const newCodeRoutes = Router();
const manages = requires('service_code.manage');

newCodeRoutes.get('/service-codes/new', manages, async (req, res) => {
  await showNew(req, res, {});
});

newCodeRoutes.post('/service-codes', manages, async (req, res) => {
  const amount = readOr(Amount, req.body);
  const { terms, fields } = await readTerms(req.body);
  if (!amount.ok || !terms) {
    const all = { ...fields, ...(amount.ok ? {} : amount.fields) };
    return showNew(req, res.status(422), all);
  }
  const batch_no = await makeCodes(userOf(req).actor, amount.data.amount, terms);
  res.flash('success', `已生成 ${amount.data.amount} 个服务号，请下载并妥善保存，只能下载一次`);
  res.redirect(303, `/service-codes?batch=${batch_no}`);
});

newCodeRoutes.post('/service-codes/imports', manages, async (req, res) => {
  const { terms, fields } = await readTerms(req.body);
  const text = typeof req.body?.codes === 'string' ? req.body.codes : '';
  const whole = terms ?? { label: '', max_uses: 1, valid_until: null, customer_id: null };
  const { codes, fields: faults } = readCodes(text, whole);
  const all = { ...fields, ...faults };
  if (!terms || Object.keys(all).length > 0) return showNew(req, res.status(422), all, 'import');
  try {
    const batch_no = await importCodes(userOf(req).actor, terms.label, codes);
    res.flash('success', `已导入 ${codes.length} 个服务号`);
    res.redirect(303, `/service-codes?batch=${batch_no}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await showNew(req, res.status(error.status), error.fields, 'import');
  }
});

/** The page of both forms, with what was typed in one of them. */
async function showNew(
  req: Request,
  res: Response,
  fields: FieldErrors,
  way: 'make' | 'import' = 'make',
): Promise<void> {
  const { max_uses } = await readSetting(serviceCodesSetting);
  const asked = way === 'import' || req.query['way'] === 'import' ? 'import' : 'make';
  const value = (name: string, usual = '') => {
    const typed: unknown = req.body?.[name];
    return typeof typed === 'string' ? typed : usual;
  };
  res.page('service-codes/new', {
    title: asked === 'import' ? '导入服务号' : '生成服务号',
    way: asked,
    fields,
    values: {
      ...{ amount: value('amount', '10'), label: value('label'), codes: value('codes') },
      ...{ max_uses: value('max_uses', String(max_uses)), customer: value('customer') },
      valid_until: value('valid_until'),
    },
  });
}

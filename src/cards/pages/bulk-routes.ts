import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { readOr } from '../../platform/web.ts';
import { beginBulk } from '../bulk/begin-acts.ts';
import { cardsIn, countCards } from '../bulk/filter-cards.ts';
import { beginExport } from '../exporting/begin-export.ts';
import { UNSOLD } from '../tables.ts';
import { askedIn, cardsLink, filterOf } from './asked.ts';
import { stockedVariant, variantChoices, variantsOf } from './find.ts';
import { STATUS_NAMES } from './words.ts';

/** All cards of a filter at once: counted first, then voided, moved or written into a file. */
export const bulkRoutes = Router();
const reads = requires('shop.read');
const manages = requires('shop.manage');

bulkRoutes.get('/cards/selection', reads, async (req, res) => {
  await showSelection(req, res);
});

const Void = z.object({ reason: reasonGiven('请写明作废的原因') });
const Move = z.object({
  reason: reasonGiven('请写明转移的原因'),
  to: z.string({ error: '请选择规格' }).min(1, '请选择转到哪个规格'),
});
const Export = z
  .object({
    format: z.enum(['csv', 'xlsx'], '请选择格式'),
    whole: z.string().optional(),
    export_reason: z.string().trim().max(200, '请控制在 200 字以内').default(''),
  })
  .refine(({ whole, export_reason }) => !whole || export_reason.length >= 2, {
    path: ['export_reason'],
    message: '导出完整卡密，请写明原因',
  });

bulkRoutes.post('/cards/voids', manages, async (req, res) => {
  const form = readOr(Void, req.body ?? {});
  if (!form.ok) return showSelection(req, res.status(422), { reason: form.fields['reason'] ?? '' });
  const bulk = { filter: await countedFilter(req), reason: form.data.reason };
  res.redirect(303, `/card-tasks/${await beginBulk(userOf(req), 'void', bulk)}`);
});

bulkRoutes.post('/cards/moves', manages, async (req, res) => {
  const form = readOr(Move, req.body ?? {});
  if (!form.ok) {
    const { reason = '', to = '' } = form.fields;
    return showSelection(req, res.status(422), { move_reason: reason, to });
  }
  const variant = await stockedVariant(form.data.to);
  if (!variant) return showSelection(req, res.status(422), { to: '请选择卖卡密的规格' });
  const bulk = {
    filter: await countedFilter(req),
    reason: form.data.reason,
    variant_id: variant.id,
  };
  res.redirect(303, `/card-tasks/${await beginBulk(userOf(req), 'move', bulk)}`);
});

bulkRoutes.post('/cards/exports', reads, async (req, res) => {
  const form = readOr(Export, req.body ?? {});
  if (!form.ok) return showSelection(req, res.status(422), form.fields);
  const { format, whole, export_reason } = form.data;
  if (whole && !userOf(req).may('card.reveal'))
    throw new UserError('forbidden', '您的账号没有查看完整卡密的权限');
  const plan = { filter: await countedFilter(req), format, reason: whole ? export_reason : null };
  res.redirect(303, `/card-tasks/${await beginExport(userOf(req), plan)}`);
});

/** What was counted on the page, and nothing that has come in since. */
async function countedFilter(req: Request) {
  const max_id = Number(req.body?.max_id);
  const filter = await filterOf(askedIn(req.body ?? {}));
  return Number.isSafeInteger(max_id) && max_id > 0 ? { ...filter, max_id } : filter;
}

async function showSelection(
  req: Request,
  res: Response,
  fields: Record<string, string> = {},
): Promise<void> {
  const asked = askedIn(req.method === 'GET' ? req.query : (req.body ?? {}));
  const filter = await filterOf(asked);
  const { count, max_id } = await countCards(db, filter);
  const rows = await cardsIn(db, filter)
    .groupBy('status')
    .select<{ status: number; count: number }[]>('status', db.raw('count(*) as count'));
  const user = userOf(req);
  const typed = (name: string) => String(req.body?.[name] ?? '');
  res.page('cards/selection', {
    title: '批量处理',
    ...{ asked: Object.fromEntries(Object.entries(asked).filter(([, word]) => word)), fields },
    ...{ count, max_id, back_href: cardsLink({ ...asked, ids: '' }) },
    unsold: sum(rows.filter(({ status }) => UNSOLD.some((one) => one === status))),
    counts: STATUS_NAMES.map(({ label, status }) => ({
      label,
      count: sum(rows.filter((row) => row.status === status)),
    })),
    typed: {
      ...{ reason: typed('reason'), to: typed('to'), export_reason: typed('export_reason') },
      ...{ format: typed('format') || 'csv', whole: typed('whole') === 'true' },
    },
    variants: variantChoices(await variantsOf('imported', 'generated'), '请选择'),
    ...{ may_manage: user.may('shop.manage'), may_reveal: user.may('card.reveal') },
  });
}

const sum = (rows: readonly { count: number }[]) =>
  rows.reduce((all, { count }) => all + Number(count), 0);

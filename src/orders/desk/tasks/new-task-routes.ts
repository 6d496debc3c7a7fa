import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Permission, requires, type SignedIn, userOf } from '../../../accounts/index.ts';
import { db } from '../../../platform/db.ts';
import { type FieldErrors, UserError } from '../../../platform/errors.ts';
import { readOr } from '../../../platform/web.ts';
import { isAskedFor, placeFor, readAsked } from '../list/asked.ts';
import { beginTask } from './begin.ts';
import { USUAL } from './plan.ts';
import { grouped } from './present.ts';
import { countFor } from './standing.ts';
import type { TaskKind } from './tables.ts';
import { KIND_WORDS } from './words.ts';

/** A bulk act or an export: first how many orders it is about, then it is confirmed. */
export const newTaskRoutes = Router();
const reads = requires('shop.read');

/** What a task of this kind needs. A settlement is asked for on its own page. */
const NEEDS: Partial<Record<TaskKind, Permission>> = {
  export: 'shop.read',
  cancel: 'shop.manage',
  resend: 'shop.manage',
  note: 'shop.manage',
};

/** One sheet of XLSX holds no more, and nobody waits for the rest. */
const MOST = 1_000_000;

newTaskRoutes.get('/shop-tasks/new', reads, (req, res) => showForm(req, res, req.query));

const Choice = z
  .object({
    /** What the page said, so that nobody confirms more than he was told. */
    count: z.coerce.number().int().min(1, '没有符合条件的订单').max(MOST, '太多了，请加上条件'),
    top: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    format: z.enum(['csv', 'xlsx']).default('csv'),
    whole: z.boolean(),
    reason: z.string().trim().max(200, '请控制在 200 字以内').default(''),
    note: z.string().trim().max(200, '请控制在 200 字以内').default(''),
    kind: z.string(),
  })
  .refine(({ whole, reason }) => !whole || reason.length >= 2, {
    path: ['reason'],
    message: '导出完整的联系方式，请写明原因',
  })
  .refine(({ kind, note }) => kind !== 'note' || note.length >= 2, {
    path: ['note'],
    message: '请写备注',
  });

newTaskRoutes.post('/shop-tasks', reads, async (req, res) => {
  const body: Record<string, unknown> = req.body ?? {};
  const user = userOf(req);
  const kind = kindIn(user, body);
  const whole = body['whole'] === 'true' && mayReveal(user);
  const form = readOr(Choice, { ...body, whole, kind });
  if (!form.ok) return showForm(req, res.status(422), body, form.fields);
  const { count, top, format, reason, note } = form.data;
  const asked = readAsked(body);
  const now = await countFor(db, kind, asked, top);
  if (now.count > count) {
    const words = `符合条件的订单已变为 ${grouped(now.count)} 单，请核对后再确认`;
    return showForm(req, res.status(409), body, { count: words });
  }
  const plan = { ...USUAL, asked: { ...asked }, top, format, note, reason: whole ? reason : null };
  res.redirect(303, `/shop-tasks/${await beginTask(user, kind, plan, now.count)}`);
});

function kindIn({ may }: SignedIn, words: Readonly<Record<string, unknown>>): TaskKind {
  const kinds = ['export', 'cancel', 'resend', 'note'] as const;
  const kind = kinds.find((one) => one === words['kind']);
  if (!kind) throw new UserError('not_found', '没有这种批量处理');
  if (!may(NEEDS[kind] ?? 'shop.manage')) throw new UserError('forbidden', '您的账号没有这项权限');
  return kind;
}

const mayReveal = ({ may }: SignedIn): boolean => may('personal.reveal') || may('card.reveal');

async function showForm(
  req: Request,
  res: Response,
  words: Readonly<Record<string, unknown>>,
  fields: FieldErrors = {},
): Promise<void> {
  const user = userOf(req);
  const kind = kindIn(user, words);
  const asked = readAsked(words);
  const text = (name: string) => String(words[name] ?? '').slice(0, 200);
  res.page('orders/desk/task-new', {
    title: KIND_WORDS[kind],
    ...{ kind, asked, fields, ...(await countFor(db, kind, asked)) },
    is_all: !isAskedFor(asked),
    list_href: placeFor(asked),
    may_reveal: mayReveal(user),
    typed: {
      format: text('format') === 'xlsx' ? 'xlsx' : 'csv',
      whole: words['whole'] === 'true',
      reason: text('reason'),
      note: text('note'),
    },
  });
}

import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { MINUTE } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { readOr } from '../../platform/web.ts';
import { giveDevice, sourceOf } from './device.ts';
import { isLinkGood, lookUp, mailLink, orderNoTyped, spendLink } from './look-up.ts';
import { letIn } from './may-see.ts';

/** Finding an order again: by number and password, or by a one-time link that is mailed. */
export const lookUpRoutes = Router();
const often = limited({ name: 'order-lookup', limit: 60, windowMs: 10 * MINUTE, failOpen: true });

const order_no = z
  .string({ error: '请填写订单号' })
  .transform(orderNoTyped)
  .refine(
    (typed) => /^DD[0-9A-HJKMNP-TV-Z]{16}$/.test(typed),
    '订单号是 DD 开头的 18 位字母和数字',
  );
const LookUpForm = z.object({
  order_no,
  password: z.string({ error: '请填写查询密码' }).min(1, '请填写查询密码').max(128, '太长了'),
});
const LinkForm = z.object({
  order_no,
  contact: z.email('请填写下单时留的邮箱').max(128, '太长了'),
});

lookUpRoutes.get('/order-lookup', (req, res) => {
  const asked = req.query['order_no'];
  showLookUp(res, { order_no: typeof asked === 'string' ? asked.slice(0, 40) : '' });
});

lookUpRoutes.post('/order-lookup', often, async (req, res) => {
  const form = readOr(LookUpForm, req.body);
  if (!form.ok) return showLookUp(res.status(422), typedIn(req), form.fields);
  try {
    const order = await lookUp({ ...form.data, source: sourceOf(req) });
    await letIn(db, order.id, giveDevice(req, res));
    res.redirect(303, `/orders/${order.order_no}`);
  } catch (error) {
    refuse(req, res, error, 'password');
  }
});

lookUpRoutes.post('/order-lookup/link', often, async (req, res) => {
  const form = readOr(LinkForm, req.body);
  if (!form.ok) return showLookUp(res.status(422), typedIn(req), {}, form.fields);
  try {
    await mailLink({ ...form.data, source: sourceOf(req) });
  } catch (error) {
    return refuse(req, res, error, 'contact');
  }
  res.flash('success', '如果订单号和邮箱相符，链接已发到邮箱，30 分钟内打开有效');
  res.redirect(303, '/order-lookup');
});

function refuse(req: Request, res: Response, error: unknown, field: 'password' | 'contact'): void {
  if (!(error instanceof UserError)) throw error;
  const fields = { [field]: error.message };
  const typed = typedIn(req);
  if (field === 'password') showLookUp(res.status(error.status), typed, fields);
  else showLookUp(res.status(error.status), typed, {}, fields);
}

function typedIn({ body }: Request): { order_no: string; contact: string } {
  const text = (name: string) => (typeof body?.[name] === 'string' ? body[name].slice(0, 128) : '');
  return { order_no: text('order_no'), contact: text('contact') };
}

function showLookUp(
  res: Response,
  typed: { order_no: string; contact?: string },
  fields: FieldErrors = {},
  link_fields: FieldErrors = {},
): void {
  res.page('orders/buyer/look-up', {
    title: '查订单',
    sheets: ['shop', 'buy'],
    typed: { contact: '', ...typed },
    fields,
    link_fields,
  });
}

/** Looking spends nothing: programs that check mail for viruses open every link. */
lookUpRoutes.get('/order-links/:token', often, async (req, res) => {
  const is_good = await isLinkGood(String(req.params['token']));
  res.status(is_good ? 200 : 404);
  res.page('orders/buyer/link', { title: '查看订单', sheets: ['buy'], is_good, path: req.path });
});

lookUpRoutes.post('/order-links/:token', often, async (req, res) => {
  const order = await spendLink(String(req.params['token']));
  if (!order) {
    res.status(404);
    return res.page('orders/buyer/link', { title: '查看订单', sheets: ['buy'], is_good: false });
  }
  await letIn(db, order.id, giveDevice(req, res));
  res.redirect(303, `/orders/${order.order_no}`);
});

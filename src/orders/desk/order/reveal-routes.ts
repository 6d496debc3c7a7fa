import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, type SignedIn, userOf } from '../../../accounts/index.ts';
import { record } from '../../../audit/index.ts';
import { noteOnCards } from '../../../cards/index.ts';
import { db, inTransaction } from '../../../platform/db.ts';
import { must, UserError } from '../../../platform/errors.ts';
import { reasonGiven } from '../../../platform/fields.ts';
import { read, readOr, wantsJson } from '../../../platform/web.ts';
import { openLines } from '../../delivery/open-lines.ts';
import { noteEvent } from '../../events.ts';
import type { OrderRow } from '../../tables.ts';
import { contactIn, openForm } from './buyer.ts';
import { orderIn } from './find.ts';

/** What is masked on the order's page, in the clear: why is asked first, and the look is recorded. */
export const revealRoutes = Router();
const place = '/shop-orders/:order_no/reveals/:part';
const reads = requires('shop.read');
const Reason = z.object({ reason: reasonGiven('请写明查看原因') });

revealRoutes.get(place, reads, (req, res) => showReveal(req, res, {}));

revealRoutes.post(place, reads, async (req, res) => {
  if (wantsJson(req)) {
    const { reason } = read(Reason, req.body);
    return void res.json({ value: await reveal(req, reason) });
  }
  const form = readOr(Reason, req.body);
  if (!form.ok) return showReveal(req, res.status(422), { fields: form.fields });
  await showReveal(req, res, { value: await reveal(req, form.data.reason) });
});

async function showReveal(
  req: Request,
  res: Response,
  { value = null, fields = {} }: { value?: string | null; fields?: Record<string, string> },
): Promise<void> {
  const { order_no } = await orderIn(req);
  const part = partIn(req);
  checkMay(userOf(req), part);
  const label = labelOf(part);
  res.page('orders/desk/reveal', { title: `查看${label}`, order_no, part, label, value, fields });
}

/** `contact`, `answer_2` of the buyer's form, or the number of a delivered line. */
function partIn(req: Request): string {
  const part = String(req.params['part']);
  return must(/^(contact|answer_\d{1,2}|[1-9]\d{0,6})$/.test(part) ? part : undefined, '内容');
}

const isLine = (part: string) => /^\d+$/.test(part);
const labelOf = (part: string) =>
  part === 'contact' ? '联系方式' : isLine(part) ? `第 ${part} 张` : '买家填写的内容';

function checkMay({ may }: SignedIn, part: string): void {
  if (may('card.reveal') || (!isLine(part) && may('personal.reveal'))) return;
  throw new UserError('forbidden', '您的账号没有这项权限');
}

async function reveal(req: Request, reason: string): Promise<string> {
  const order = await orderIn(req);
  const part = partIn(req);
  const { actor } = userOf(req);
  checkMay(userOf(req), part);
  const { value, card_ids } = must(await valueIn(order, part), '内容');
  await inTransaction(async (trx) => {
    await noteOnCards(trx, card_ids, { event: 'revealed', detail: reason, user_id: actor.id });
    await noteEvent(trx, order.id, 'revealed', labelOf(part), actor);
    await record(trx, actor, 'order.revealed', `order:${order.order_no}`, { part, reason });
  });
  return value;
}

async function valueIn(order: OrderRow, part: string) {
  if (part === 'contact') return asValue(await contactIn(db, order));
  if (!isLine(part)) return asValue(openForm(order)[part] ?? null);
  const [line] = await openLines(db, order, { from: Number(part), most: 1 });
  if (line?.line !== Number(part)) return undefined;
  const row = await db('delivered_lines').where({ id: line.line_id }).first();
  const card_id = row?.card_id ?? row?.shared_card_id;
  return { value: line.text, card_ids: card_id ? [card_id] : [] };
}

const asValue = (value: string | null) => (value === null ? undefined : { value, card_ids: [] });

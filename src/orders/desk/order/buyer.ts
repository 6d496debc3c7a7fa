import { z } from 'zod';
import { contactOf, peopleByIds } from '../../../accounts/index.ts';
import { questionsOf } from '../../../catalog/index.ts';
import type { Db } from '../../../platform/db.ts';
import { maskName } from '../../../platform/mask.ts';
import { unseal } from '../../../platform/seal.ts';
import type { OrderRow } from '../../tables.ts';
import { maskContact, openContact } from '../buyers.ts';
import type { Whole } from './find.ts';

/** Who bought, masked; and what he answered to a manual product's questions, which only an audited look shows. */
export async function buyerOf(db: Db, { order, product }: Whole) {
  const contact = await contactIn(db, order);
  const [person] = order.user_id === null ? [] : await peopleByIds(db, [order.user_id]);
  const labels = new Map(
    (product ? questionsOf(product) : []).map(({ name, label }) => [name, label]),
  );
  const form = openForm(order);
  return {
    contact: contact ? maskContact(contact) : null,
    person: person ? { name: maskName(person.name), user_no: person.user_no } : null,
    answers: Object.keys(form).map((name) => ({ name, label: labels.get(name) ?? name })),
    buyer_hex: order.buyer_index.toString('hex'),
    others: await otherOrders(db, order),
  };
}

/** A guest's contact, or that of the person's account. */
export async function contactIn(db: Db, order: OrderRow): Promise<string | null> {
  const own = openContact(order);
  if (own || order.user_id === null) return own;
  const { email, mobile } = await contactOf(db, order.user_id);
  return email ?? mobile;
}

const Form = z.record(z.string(), z.string());

export function openForm({ order_no, form_sealed }: OrderRow): Record<string, string> {
  if (form_sealed === null) return {};
  return Form.parse(JSON.parse(unseal(form_sealed, `orders.form:${order_no}`)));
}

const MOST = 100;

async function otherOrders(db: Db, { buyer_index }: OrderRow): Promise<string> {
  const rows = await db('orders').where({ buyer_index }).limit(MOST).select('id');
  return rows.length >= MOST ? `${MOST}+` : String(rows.length);
}

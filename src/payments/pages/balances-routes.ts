import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { namesOf, peopleByIds, requires, userByAccount, userOf } from '../../accounts/index.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { maskName } from '../../platform/mask.ts';
import { centsOf, yuanShown } from '../../platform/money.ts';
import { readOr } from '../../platform/web.ts';
import { adjustBalance } from '../balance/adjust-balance.ts';
import { balanceOf } from '../balance/balance.ts';
import { entryShown } from '../present.ts';
import { tabs } from './payment-routes.ts';

/** Customers' balances, for operators. */
export const balancesRoutes = Router();
const place = '/balances';
const reads = requires('shop.read');
const SHOWN = 100;

balancesRoutes.get(place, reads, async (req, res) => {
  await showList(req, res, '', {});
});

/** A post, so that nobody's address gets into an address bar or a log. */
balancesRoutes.post(`${place}/lookups`, reads, async (req, res) => {
  const account = String(req.body?.account ?? '').slice(0, 200);
  const user_id = await userByAccount(db, account, 'shop.buy');
  const [person] = user_id === undefined ? [] : await peopleByIds(db, [user_id]);
  if (person) return res.redirect(303, `${place}/${person.user_no}`);
  const fields = { account: '没有这个客户，请填写他注册的邮箱或手机号' };
  await showList(req, res.status(422), account, fields);
});

balancesRoutes.get(`${place}/:user_no`, reads, async (req, res) => {
  await showOne(req, res, {});
});

const Adjust = z.object({
  direction: z.enum(['more', 'less'], '请选择'),
  amount: z
    .string({ error: '请填写金额' })
    .refine((text) => (centsOf(text) ?? 0) > 0, '请填写金额，例如 12.50'),
  reason: reasonGiven('请写明原因'),
});

balancesRoutes.post(`${place}/:user_no/adjustments`, requires('money.manage'), async (req, res) => {
  const { id: user_id, user_no } = await personOf(req);
  const form = readOr(Adjust, req.body);
  if (!form.ok) return showOne(req, res.status(422), form.fields);
  const { direction, amount, reason } = form.data;
  const cents = (centsOf(amount) ?? 0) * (direction === 'more' ? 1 : -1);
  try {
    await inTransaction((trx) =>
      adjustBalance(trx, { user_id, user_no, cents, reason }, userOf(req).actor),
    );
  } catch (error) {
    if (error instanceof UserError && error.fields['amount'])
      return showOne(req, res.status(422), error.fields);
    throw error;
  }
  res.flash('success', '余额已调整');
  res.redirect(303, `${place}/${user_no}`);
});

async function showList(req: Request, res: Response, account: string, fields: FieldErrors) {
  const rows = await db('balances').where('cents', '>', 0).orderBy('cents', 'desc').limit(SHOWN);
  const people = await peopleByIds(
    db,
    rows.map(({ user_id }) => user_id),
  );
  const [sum] = await db('balances').sum({ cents: 'cents' });
  res.page('payments/balances', {
    title: '余额',
    ...{ account, fields, tabs: tabs(req), sum: yuanShown(Number(sum?.['cents'] ?? 0)) },
    rows: rows.map(({ user_id, cents }) => {
      const person = people.find(({ id }) => id === user_id);
      return {
        user_no: person?.user_no ?? '',
        name: maskName(person?.name ?? ''),
        balance: yuanShown(cents),
      };
    }),
  });
}

async function personOf(req: Request): Promise<{ id: number; user_no: string }> {
  const user_no = String(req.params['user_no']);
  return must(await userNumbered(db, user_no), '客户');
}

function userNumbered(db: Db, user_no: string) {
  return db('users').where({ user_no }).first('id', 'user_no');
}

async function showOne(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const { id: user_id, user_no } = await personOf(req);
  const names = await namesOf(db, [user_id]);
  const entries = await db('balance_entries').where({ user_id }).orderBy('id', 'desc').limit(SHOWN);
  const body = typeof req.body === 'object' && req.body !== null ? req.body : {};
  res.page('payments/person-balance', {
    title: '客户余额',
    ...{ user_no, fields, name: maskName(names.get(user_id) ?? '') },
    balance: yuanShown(await balanceOf(db, user_id)),
    entries: entries.map((entry) => ({ ...entryShown(entry), subject: entry.subject })),
    values: {
      direction: String(body.direction ?? 'more'),
      amount: String(body.amount ?? ''),
      reason: String(body.reason ?? ''),
    },
    may_adjust: userOf(req).may('money.manage'),
  });
}

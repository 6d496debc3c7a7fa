import { type Request, type Response, Router } from 'express';
import { record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { read, readOr, wantsJson } from '../../platform/web.ts';
import { ReasonForm, RolesForm } from '../forms.ts';
import { requires, userOf } from '../guards.ts';
import { livingSessions } from '../own/devices.ts';
import { isOperator } from '../permissions.ts';
import type { SessionCookie } from '../sessions.ts';
import { openContact, openName } from '../signed-in.ts';
import {
  changeRoles,
  disablePerson,
  enablePerson,
  endSessionsOf,
  inviteAgain,
} from './manage-people.ts';
import { personNumbered } from './people-list.ts';
import { roleOptions, showLink, shownPerson } from './people-routes.ts';

/** One person, for administrators. */
export const personRoutes = Router();
const manage = requires('people.manage');
const numberIn = (req: Request) => String(req.params['user_no']);
const back = (req: Request) => `/people/${encodeURIComponent(numberIn(req))}`;

personRoutes.get('/people/:user_no', manage, (req, res) => showPerson(req, res));

/** `picked` are the roles as they were ticked when they were refused. */
async function showPerson(
  req: Request,
  res: Response,
  { picked, fields = {} }: { picked?: string[]; fields?: FieldErrors } = {},
): Promise<void> {
  const person = must(await personNumbered(db, numberIn(req)), '用户');
  const sessions = await livingSessions(db, person.id, isOperator(person.roles));
  res.page('accounts/person', {
    title: person.name,
    person: shownPerson(person),
    role_options: roleOptions(),
    picked_roles: picked ?? person.roles,
    fields,
    is_me: person.id === userOf(req).id,
    may_reveal: userOf(req).may('personal.reveal'),
    sessions: sessions.map(({ device, ip_masked, seen_at }) => ({
      device,
      place: ip_masked ?? '未知位置',
      seen: timeShown(seen_at, true),
    })),
  });
}

personRoutes.post('/people/:user_no/roles', manage, async (req, res) => {
  const form = readOr(RolesForm, req.body);
  if (!form.ok) return showPerson(req, res.status(422), { picked: [], fields: form.fields });
  const picked = form.data.roles;
  let cookie: SessionCookie | undefined;
  try {
    cookie = await changeRoles(numberIn(req), picked, userOf(req), req);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'conflict') throw error;
    const fields = { roles: error.message };
    return showPerson(req, res.status(error.status), { picked, fields });
  }
  if (cookie) res.cookie(cookie.name, cookie.value, cookie.options);
  res.flash('success', '角色已修改，对方需要重新登录');
  res.redirect(303, cookie ? '/' : back(req));
});

personRoutes.post('/people/:user_no/disabling', manage, async (req, res) => {
  await disablePerson(numberIn(req), userOf(req));
  res.flash('success', '已停用，对方已立即退出登录');
  res.redirect(303, back(req));
});

personRoutes.post('/people/:user_no/disabling/removal', manage, async (req, res) => {
  await enablePerson(numberIn(req), userOf(req));
  res.flash('success', '已启用');
  res.redirect(303, back(req));
});

personRoutes.post('/people/:user_no/password-link', manage, async (req, res) => {
  const link = await inviteAgain(numberIn(req), userOf(req));
  showLink(res, { link, user_no: numberIn(req), is_new: false });
});

personRoutes.post('/people/:user_no/sessions/removal', manage, async (req, res) => {
  const ended = await endSessionsOf(numberIn(req), userOf(req));
  res.flash('success', `已结束 ${ended} 个登录`);
  res.redirect(303, back(req));
});

personRoutes.get('/people/:user_no/contact', manage, requires('personal.reveal'), (req, res) => {
  showContact(req, res, { value: null });
});

/** In the clear, or the form that asks why it is wanted. */
function showContact(
  req: Request,
  res: Response,
  { value, reason = '', fields = {} }: ContactPage,
): void {
  const page = { title: '查看联系方式', back: back(req), value, reason, fields };
  res.page('accounts/person-contact', page);
}

interface ContactPage {
  value: string | null;
  reason?: string;
  fields?: FieldErrors;
}

/** Opens name, mail address and mobile number for an operator who says why; the record keeps who and why. */
personRoutes.post(
  '/people/:user_no/contact',
  manage,
  requires('personal.reveal'),
  async (req, res) => {
    const form = readOr(ReasonForm, req.body);
    if (!form.ok && !wantsJson(req)) {
      const reason = typeof req.body?.reason === 'string' ? req.body.reason : '';
      return showContact(req, res.status(422), { value: null, reason, fields: form.fields });
    }
    const { reason } = read(ReasonForm, req.body);
    const user = must(
      await db('users')
        .where({ user_no: numberIn(req) })
        .first(),
      '用户',
    );
    await inTransaction((trx) =>
      record(trx, userOf(req).actor, 'account.revealed', `user:${user.user_no}`, { reason }),
    );
    const { email, mobile } = openContact(user);
    const value = [openName(user), email, mobile].filter(Boolean).join('，');
    if (wantsJson(req)) return void res.json({ value });
    showContact(req, res, { value });
  },
);

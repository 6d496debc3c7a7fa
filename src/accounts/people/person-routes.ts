import { type Request, Router } from 'express';
import { record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { read, wantsJson } from '../../platform/web.ts';
import { ReasonForm, RolesForm } from '../forms.ts';
import { requires, userOf } from '../guards.ts';
import { livingSessions } from '../own/devices.ts';
import { isOperator } from '../permissions.ts';
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

personRoutes.get('/people/:user_no', manage, async (req, res) => {
  const person = must(await personNumbered(db, numberIn(req)), '用户');
  const sessions = await livingSessions(db, person.id, isOperator(person.roles));
  res.page('accounts/person', {
    title: person.name,
    person: shownPerson(person),
    role_options: roleOptions(),
    is_me: person.id === userOf(req).id,
    may_reveal: userOf(req).may('personal.reveal'),
    sessions: sessions.map(({ device, ip_masked, seen_at }) => ({
      device,
      place: ip_masked ?? '未知位置',
      seen: timeShown(seen_at, true),
    })),
  });
});

personRoutes.post('/people/:user_no/roles', manage, async (req, res) => {
  const { roles } = read(RolesForm, req.body);
  const cookie = await changeRoles(numberIn(req), roles, userOf(req), req);
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
  res.page('accounts/person-contact', { title: '查看联系方式', back: back(req), value: null });
});

/** Opens name, mail address and mobile number for an operator who says why; the record keeps who and why. */
personRoutes.post(
  '/people/:user_no/contact',
  manage,
  requires('personal.reveal'),
  async (req, res) => {
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
    res.page('accounts/person-contact', { title: '查看联系方式', back: back(req), value });
  },
);

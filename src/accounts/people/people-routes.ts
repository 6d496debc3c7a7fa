import { type Request, type Response, Router } from 'express';
import { db } from '../../platform/db.ts';
import { env } from '../../platform/env.ts';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { readOr } from '../../platform/web.ts';
import { userWith } from '../entry/find-user.ts';
import { identifierIn } from '../entry/identifiers.ts';
import { INVITED_DAYS } from '../entry/password-links.ts';
import { NewPersonForm } from '../forms.ts';
import { requires, userOf } from '../guards.ts';
import { isRole, ROLES, roles } from '../permissions.ts';
import { addPerson } from './manage-people.ts';
import { listPeople, type Person } from './people-list.ts';

/** Everyone who has an account, for administrators. */
export const peopleRoutes = Router();

peopleRoutes.get('/people', requires('people.manage'), async (req, res) => {
  const role = String(req.query['role'] ?? '');
  const before = Number(req.query['before'] ?? 0);
  const wanted = { role: isRole(role) ? role : null, before: before > 0 ? before : null };
  const { people, next } = await listPeople(db, wanted);
  const keep = wanted.role ? `role=${wanted.role}&` : '';
  res.page('accounts/people', {
    title: '人员',
    people: people.map(shownPerson),
    role: wanted.role ?? '',
    role_options: roleOptions(),
    next_href: next ? `/people?${keep}before=${next}` : null,
    first_href: wanted.before ? `/people?${keep}` : null,
  });
});

/** A post, so that no mail address or number gets into an address bar or a log. */
peopleRoutes.post('/people/lookups', requires('people.manage'), async (req, res) => {
  const identifier = identifierIn(String(req.body?.account ?? ''));
  const found = identifier && (await userWith(db, identifier));
  if (found) return res.redirect(303, `/people/${found.user_no}`);
  res.flash('error', '没有找到。请输入完整的邮箱或手机号');
  res.redirect(303, '/people');
});

peopleRoutes.get('/people/new', requires('people.manage'), (req, res) => {
  showNew(req, res, {});
});

peopleRoutes.post('/people', requires('people.manage'), async (req, res) => {
  const form = readOr(NewPersonForm, req.body);
  if (!form.ok) return showNew(req, res.status(422), form.fields);
  const { link, user_no } = await addPerson(form.data, userOf(req)).catch((error: unknown) => {
    if (!(error instanceof UserError) || Object.keys(error.fields).length === 0) throw error;
    showNew(req, res.status(422), error.fields);
    return { link: null, user_no: null };
  });
  if (!link) return;
  showLink(res, { link, user_no, is_new: true });
});

/** Shown once, as the answer to the post: a link that sets a password stands in no address and no cookie. */
export function showLink(
  res: Response,
  { link, user_no, is_new }: { link: string; user_no: string; is_new: boolean },
): void {
  const origin = env.BASE_URL ?? `${res.req.protocol}://${res.req.get('host')}`;
  res.page('accounts/person-link', {
    title: is_new ? '已开通账号' : '新的设置密码链接',
    link: new URL(link, origin).href,
    user_no,
    days: INVITED_DAYS,
  });
}

function showNew(req: Request, res: Response, fields: FieldErrors): void {
  const { name = '', email = '', mobile = '', roles: picked = [] } = req.body ?? {};
  res.page('accounts/person-new', {
    title: '新增人员',
    values: { name, email, mobile, roles: [picked].flat() },
    fields,
    role_options: roleOptions(),
  });
}

/** A person's row in words. */
export function shownPerson(person: Person) {
  const { user_no, name, email_masked, mobile_masked, has_password } = person;
  const [text, tone] = person.disabled_at
    ? ['已停用', 'bad']
    : has_password
      ? ['正常', 'ok']
      : ['待设置密码', 'warn'];
  return {
    user_no,
    name,
    email_masked,
    mobile_masked,
    roles: person.roles,
    role_words: roles.filter((role) => person.roles.includes(role)).map((role) => ROLES[role]),
    status: { text, tone },
    is_disabled: person.disabled_at !== null,
    created: timeShown(person.created_at),
    signed_in: person.signed_in_at ? timeShown(person.signed_in_at, true) : null,
  };
}

export function roleOptions() {
  return roles.map((role) => ({ value: role, label: ROLES[role] }));
}

import { type Request, type Response, Router } from 'express';
import { record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { SignInForm, SignUpForm } from '../forms.ts';
import { limitSignIn, limitSignUp } from '../guards.ts';
import { cookieName, cookieOptions, endSessionOf, type SessionCookie } from '../sessions.ts';
import { signUpSetting } from '../settings.ts';
import { nextPath } from './next-path.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';

export const signInRoutes = Router();

signInRoutes.get('/sign-in', async (req, res) => {
  const next = nextPath(req.query['next']);
  if (req.user) return res.redirect(303, next);
  await showSignIn(res, { account: '', next }, {});
});

signInRoutes.post('/sign-in', limitSignIn, async (req, res) => {
  const typed = typedIn(req);
  const form = readOr(SignInForm, req.body);
  if (!form.ok) return showSignIn(res.status(422), typed, form.fields);
  try {
    enter(res, await signIn(form.data, req), typed.next);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const fields = error.code === 'too_many' ? { password: error.message } : error.fields;
    await showSignIn(res.status(error.status), typed, fields);
  }
});

signInRoutes.get('/sign-up', async (req, res) => {
  if (req.user) return res.redirect(303, '/');
  const next = nextPath(req.query['next']);
  await showSignUp(res, { account: '', name: '', agreed: '', next }, {});
});

signInRoutes.post('/sign-up', limitSignUp, async (req, res) => {
  const typed = typedIn(req);
  const form = readOr(SignUpForm, req.body);
  if (!form.ok) return showSignUp(res.status(422), typed, form.fields);
  try {
    enter(res, await signUp(form.data, req), typed.next);
  } catch (error) {
    const fields = error instanceof UserError ? signUpFields(error) : undefined;
    if (!fields) throw error;
    await showSignUp(res.status(422), typed, fields);
  }
});

signInRoutes.post('/sign-out', async (req, res) => {
  await inTransaction(async (trx) => {
    await endSessionOf(trx, req);
    const user = req.user;
    if (user) await record(trx, user.actor, 'account.signed_out', `user:${user.user_no}`);
  });
  const { maxAge, ...options } = cookieOptions(req);
  res.clearCookie(cookieName(req), options);
  // Nothing of the pages seen stays in the browser.
  res.set('Clear-Site-Data', '"cache"');
  res.redirect(303, '/sign-in');
});

function enter(res: Response, cookie: SessionCookie, next: string): void {
  res.cookie(cookie.name, cookie.value, cookie.options);
  res.redirect(303, next);
}

/** What was typed, without the password: it is shown again when something is wrong. */
function typedIn(req: Request): { account: string; name: string; agreed: string; next: string } {
  const text = (name: string) => (typeof req.body?.[name] === 'string' ? req.body[name] : '');
  const [account, name, agreed] = [text('account'), text('name'), text('agreed')];
  return { account, name, agreed, next: nextPath(req.body?.next) };
}

/** Taken or weak belongs to a field of the form; a closed sign-up does not. */
function signUpFields(error: UserError): FieldErrors | undefined {
  const taken = error.fields['email'] ?? error.fields['mobile'];
  if (taken) return { account: taken };
  return error.fields['password'] ? { password: error.fields['password'] } : undefined;
}

async function showSignIn(
  res: Response,
  values: { account: string; next: string },
  fields: FieldErrors,
): Promise<void> {
  const { open } = await readSetting(signUpSetting);
  res.page('accounts/sign-in', { title: '登录', values, fields, sign_up_open: open });
}

async function showSignUp(
  res: Response,
  values: Record<string, string>,
  fields: FieldErrors,
): Promise<void> {
  const { open } = await readSetting(signUpSetting);
  res.page('accounts/sign-up', { title: '注册', values, fields, open });
}

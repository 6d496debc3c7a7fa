import { send } from '../../notify/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { endSessionOf, openSession, type SessionCookie, type Source } from '../sessions.ts';
import { signUpSetting } from '../settings.ts';
import { createUser } from '../users.ts';
import type { Identifier } from './identifiers.ts';
import { passwordFault } from './passwords.ts';

export interface SignUp {
  account: Identifier;
  name: string;
  password: string;
}

/** Makes a customer and signs him in. Throws UserError when sign-up is closed, the account taken or the password weak. */
export async function signUp(form: SignUp, source: Source): Promise<SessionCookie> {
  const { open } = await readSetting(signUpSetting);
  if (!open) throw new UserError('forbidden', '现在不开放注册，请联系我们为您开通账号');
  const { account, name, password } = form;
  const fault = passwordFault(password, [name, account.value]);
  if (fault) throw new UserError('unprocessable', fault, { password: fault });
  const contact = { email: null, mobile: null, [account.kind]: account.value };
  return inTransaction(async (trx, after) => {
    const user = { name, password, roles: ['customer'] as const, ...contact };
    const { id } = await createUser(trx, user, undefined, source.ip);
    await send(trx, after, {
      event: 'account.welcome',
      user_id: id,
      to: contact,
      values: { name },
      link: '/',
    });
    await endSessionOf(trx, source);
    return openSession(trx, id, source);
  });
}

import type { Db } from '../../platform/db.ts';
import type { UserRow } from '../tables.ts';
import { emailIndex, type Identifier, mobileIndex } from './identifiers.ts';

/** The user with exactly this mail address or mobile number. */
export async function userWith(db: Db, { kind, value }: Identifier): Promise<UserRow | undefined> {
  const where =
    kind === 'email' ? { email_index: emailIndex(value) } : { mobile_index: mobileIndex(value) };
  return db('users').where(where).first();
}

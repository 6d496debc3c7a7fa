export { requires, userOf } from '../platform/permitted.ts';
export { type Bearer, bearerOf, keyIn } from './clients/bearer.ts';
export { giveBackTry, takeTry } from './entry/attempts.ts';
export { identifierIn } from './entry/identifiers.ts';
export { signedIn } from './entry/kept-form-routes.ts';
export { hashPassword, isPassword } from './entry/passwords.ts';
export { claimSetup, createAdmin, isSetupToken, setupNeeded, setupToken } from './entry/setup.ts';
export { identify } from './identify.ts';
export { schedules } from './jobs.ts';
export {
  contactOf,
  nameOf,
  namesOf,
  peopleByIds,
  userByAccount,
  userByEmail,
  usersWith,
} from './people/people.ts';
export { type Permission, ROLES, type Role } from './permissions.ts';
export { publicRoutes, routes } from './routes.ts';
export { openSession } from './sessions.ts';
export type { SignedIn } from './signed-in.ts';
export { createUser } from './users.ts';

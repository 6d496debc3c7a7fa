export { requires, signedIn, userOf } from '../platform/permitted.ts';
export { identify } from './identify.ts';
export { contactOf, nameOf, namesOf, usersWith } from './people.ts';
export { type Permission, ROLES, type Role } from './permissions.ts';
export { publicRoutes, routes } from './routes.ts';
export { openSession, type SessionCookie } from './sessions.ts';
export { claimSetup, createAdmin, isSetupToken, setupNeeded, setupToken } from './setup.ts';
export type { SignedIn } from './signed-in.ts';
export { createUser, type NewUser } from './users.ts';

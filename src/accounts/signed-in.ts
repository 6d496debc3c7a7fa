import type { Actor } from '../audit/index.ts';
import { maskEmail, maskMobile } from '../platform/mask.ts';
import { unseal } from '../platform/seal.ts';
import { isOperator, type Permission, type Role, rolesAllow, rolesInWords } from './permissions.ts';
import type { UserRow } from './tables.ts';

/** Who sends a request, and what he may do. `name` is his own full name. */
export interface SignedIn {
  id: number;
  user_no: string;
  name: string;
  /** His mail address, or else his mobile number, masked. */
  email_masked: string;
  roles: Role[];
  role_label: string;
  is_operator: boolean;
  may(permission: Permission): boolean;
  actor: Actor;
  via: 'session' | 'client';
  /** The session's or the client's row, so that a person sees which device is this one. */
  via_id: number;
}

declare global {
  namespace Express {
    interface Request {
      user?: SignedIn;
    }
  }
}

export type NamedUser = Pick<UserRow, 'id' | 'user_no' | 'name_sealed'> &
  Pick<UserRow, 'email_sealed' | 'mobile_sealed'>;

interface Way {
  via: 'session' | 'client';
  via_id: number;
  ip: string | null;
  /** A client's share of its owner's permissions; a person has all of them. */
  granted?: readonly string[];
  client_name?: string;
}

/** The person behind a session or a client key, from his row and roles. */
export function signedInAs(user: NamedUser, roles: Role[], way: Way): SignedIn {
  const name = openName(user);
  const may = (permission: Permission) =>
    rolesAllow(roles, permission) && (way.granted?.includes(permission) ?? true);
  const actor: Actor =
    way.via === 'client'
      ? { kind: 'client', id: way.via_id, name: way.client_name ?? '', ip: way.ip }
      : { kind: 'user', id: user.id, name, ip: way.ip };
  return {
    id: user.id,
    user_no: user.user_no,
    name,
    email_masked: maskedContact(user),
    roles,
    role_label: rolesInWords(roles),
    is_operator: isOperator(roles),
    may,
    actor,
    via: way.via,
    via_id: way.via_id,
  };
}

export function openName(user: Pick<UserRow, 'user_no' | 'name_sealed'>): string {
  return unseal(user.name_sealed, `users.name:${user.user_no}`);
}

export function openContact(user: Pick<UserRow, 'user_no' | 'email_sealed' | 'mobile_sealed'>): {
  email: string | null;
  mobile: string | null;
} {
  const { user_no, email_sealed, mobile_sealed } = user;
  return {
    email: email_sealed && unseal(email_sealed, `users.email:${user_no}`),
    mobile: mobile_sealed && unseal(mobile_sealed, `users.mobile:${user_no}`),
  };
}

function maskedContact(user: NamedUser): string {
  const { email, mobile } = openContact(user);
  if (email) return maskEmail(email);
  return mobile ? maskMobile(mobile) : '';
}

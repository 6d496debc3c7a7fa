import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import { type Permission, rolesAllow } from '../permissions.ts';
import { keyRows } from './clients.ts';

/** Whom a program's key acts for. His name stays sealed: to open it costs more than all the rest. */
export interface Bearer {
  user_id: number;
  client_id: number;
  may(permission: Permission): boolean;
}

const KEY = /^Bearer (bk_\S+)$/i;

/** The key of an Authorization header; undefined when it holds none. */
export function keyIn(header: string | undefined): string | undefined {
  return header === undefined ? undefined : KEY.exec(header)?.[1];
}

/** The bearer of a key, kept for less than a second; undefined when the key is unknown, disabled, or its owner is. */
export async function bearerOf(db: Db, key: string): Promise<Bearer | undefined> {
  const rows = await keyRows(db, key);
  const [first] = rows;
  if (!first) return undefined;
  const granted = z.array(z.string()).parse(JSON.parse(first.permissions_json));
  const roles = rows.flatMap(({ role }) => role ?? []);
  return {
    user_id: first.id,
    client_id: first.client_id,
    may: (permission) => granted.includes(permission) && rolesAllow(roles, permission),
  };
}

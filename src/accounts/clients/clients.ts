import { z } from 'zod';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { tokenDigest } from '../../platform/ids.ts';
import type { Role } from '../permissions.ts';
import { type NamedUser, type SignedIn, signedInAs } from '../signed-in.ts';
import type { ApiClientRow } from '../tables.ts';
import { rowsKept } from './kept-clients.ts';

type ClientUser = NamedUser &
  Pick<ApiClientRow, 'permissions_json' | 'used_at'> & {
    client_id: number;
    client_name: string;
    role: Role | null;
  };

/** The client of a key, acting as its owner; undefined when unknown, disabled, or the owner is. */
export async function clientOf(
  db: Db,
  key: string,
  ip: string | null,
): Promise<SignedIn | undefined> {
  const rows = await keyRows(db, key);
  const [first] = rows;
  if (!first) return undefined;
  const granted = z.array(z.string()).parse(JSON.parse(first.permissions_json));
  const { client_id, client_name } = first;
  return signedInAs(
    first,
    rows.flatMap((row) => row.role ?? []),
    { via: 'client', via_id: client_id, ip, granted, client_name },
  );
}

/** The client of a key with its owner, a row for each of his roles, kept for less than a second; notes that it is in use. */
export async function keyRows(db: Db, key: string): Promise<ClientUser[]> {
  const digest = tokenDigest(key);
  const rows = await rowsKept(digest, () => rowsOf(db, digest));
  if (rows[0]) await touchClient(db, rows[0]);
  return rows;
}

function rowsOf(db: Db, key_digest: string): Promise<ClientUser[]> {
  return db('api_clients')
    .join('users', 'users.id', 'api_clients.user_id')
    .leftJoin('user_roles', 'user_roles.user_id', 'users.id')
    .where('api_clients.key_digest', key_digest)
    .whereNull('api_clients.disabled_at')
    .whereNull('users.disabled_at')
    .select<ClientUser[]>(
      'api_clients.id as client_id',
      'api_clients.name as client_name',
      'api_clients.permissions_json',
      'api_clients.used_at',
      'users.id',
      'users.user_no',
      'users.name_sealed',
      'users.email_sealed',
      'users.mobile_sealed',
      'user_roles.role',
    );
}

async function touchClient(db: Db, client: ClientUser): Promise<void> {
  if (client.used_at && client.used_at > fromNow(-MINUTE)) return;
  client.used_at = now();
  await db('api_clients').where({ id: client.client_id }).update({ used_at: client.used_at });
}

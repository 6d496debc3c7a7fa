import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { newToken, publicNo, tokenDigest } from '../../platform/ids.ts';
import { userWith } from '../entry/find-user.ts';
import type { Identifier } from '../entry/identifiers.ts';
import { type ClientPermission, rolesAllow } from '../permissions.ts';
import type { SignedIn } from '../signed-in.ts';
import type { ApiClientRow, UserRow } from '../tables.ts';
import { forgetClients } from './kept-clients.ts';

export interface NewClient {
  name: string;
  owner: Identifier;
  permissions: ClientPermission[];
}

/** Makes a program's key, which acts as its owner. Gives the key: it is stored as a digest and never seen again. */
export async function addClient(
  client: NewClient,
  by: SignedIn,
): Promise<{ client_no: string; key: string }> {
  const key = `bk_${newToken()}`;
  const client_no = publicNo('JK');
  await inTransaction(async (trx) => {
    const owner = await ownerFor(trx, client);
    await trx('api_clients').insert({
      client_no,
      name: client.name,
      user_id: owner.id,
      key_digest: tokenDigest(key),
      key_end: key.slice(-4),
      permissions_json: JSON.stringify(client.permissions),
      created_at: now(),
      used_at: null,
      disabled_at: null,
    });
    const details = { owner: owner.user_no, permissions: client.permissions };
    await record(trx, by.actor, 'client.created', `client:${client_no}`, details);
  });
  return { client_no, key };
}

/** A program has no permission that its owner lacks. */
async function ownerFor(trx: Db, { owner, permissions }: NewClient): Promise<UserRow> {
  const user = await userWith(trx, owner);
  if (!user || user.disabled_at) throw refused('owner', '没有这个启用的账号');
  const held = (await trx('user_roles').where({ user_id: user.id })).map((row) => row.role);
  if (!permissions.every((permission) => rolesAllow(held, permission))) {
    throw refused('permissions', '所属账号自己没有这项权限');
  }
  return user;
}

function refused(field: string, message: string): UserError {
  return new UserError('unprocessable', message, { [field]: message });
}

/** Disables a key for good. */
export async function disableClient(clientNo: string, by: SignedIn): Promise<void> {
  await inTransaction(async (trx, after) => {
    after(async () => forgetClients());
    const disabled = await trx('api_clients')
      .where({ client_no: clientNo })
      .whereNull('disabled_at')
      .update({ disabled_at: now() });
    must(disabled || undefined, '密钥');
    await record(trx, by.actor, 'client.disabled', `client:${clientNo}`);
  });
}

export type ListedClient = ApiClientRow & Pick<UserRow, 'user_no' | 'name_sealed'>;

/** All keys with their owners, the newest first. There are few. */
export async function listClients(): Promise<ListedClient[]> {
  return db('api_clients')
    .join('users', 'users.id', 'api_clients.user_id')
    .orderBy('api_clients.id', 'desc')
    .limit(200)
    .select<ListedClient[]>('api_clients.*', 'users.user_no', 'users.name_sealed');
}

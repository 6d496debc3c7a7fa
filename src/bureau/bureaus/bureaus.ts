import type { Db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { seal, unseal } from '../../platform/seal.ts';
import type { BureauRow } from '../tables.ts';

/** What a call to the bureau needs, opened. Kept in memory for one round only. */
export interface Account {
  isp_id: string;
  user_name: string;
  password: string;
  /** Whether uploads are to be encrypted; a download says itself whether it is. */
  encrypt: boolean;
  cipher: { key: string; iv: string } | undefined;
}

const SECRETS = ['password', 'aes_key', 'aes_iv'] as const;
export type SecretName = (typeof SECRETS)[number];

export function sealSecret(name: string, secret: SecretName, value: string): string {
  return seal(value, `bureaus.${secret}:${name}`);
}

/** Opens the secrets of one bureau. */
export function accountOf(bureau: BureauRow): Account {
  const open = (secret: SecretName, sealed: string | null) =>
    sealed === null ? '' : unseal(sealed, `bureaus.${secret}:${bureau.name}`);
  const key = open('aes_key', bureau.aes_key_sealed);
  const iv = open('aes_iv', bureau.aes_iv_sealed);
  return {
    isp_id: bureau.isp_id,
    user_name: bureau.user_name,
    password: open('password', bureau.password_sealed),
    encrypt: bureau.encrypt === 1,
    cipher: key && iv ? { key, iv } : undefined,
  };
}

export function bureauNamed(db: Db, name: string): Promise<BureauRow | undefined> {
  return db('bureaus').where({ name }).first();
}

/** The bureau of that number; throws when it is gone. */
export async function bureauById(db: Db, id: number): Promise<BureauRow> {
  return must(await db('bureaus').where({ id }).first(), '管局');
}

export function allBureaus(db: Db): Promise<BureauRow[]> {
  return db('bureaus').orderBy('is_sandbox').orderBy('name');
}

/** What other slices may know of a bureau. */
export interface Bureau {
  id: number;
  name: string;
  province_code: string;
  is_sandbox: boolean;
  paused_at: Date | null;
  pause_reason: string | null;
  held_until: Date | null;
  held_reason: string | null;
}

/**
 * The bureau a filing of this province goes to: a sandbox that is switched on stands in for all of them;
 * else the province's own, else the only one there is.
 */
export async function bureauForProvince(
  db: Db,
  province_code: string,
): Promise<Bureau | undefined> {
  const rows = await allBureaus(db);
  const real = rows.filter((row) => !row.is_sandbox);
  const found =
    rows.find((row) => row.is_sandbox && !row.paused_at) ??
    real.find((row) => row.province_code.slice(0, 2) === province_code.slice(0, 2)) ??
    (real.length === 1 ? real[0] : undefined);
  return found && shared(found);
}

function shared(row: BureauRow): Bureau {
  const { id, name, province_code, paused_at, pause_reason, held_until, held_reason } = row;
  const is_sandbox = Boolean(row.is_sandbox);
  return { id, name, province_code, is_sandbox, paused_at, pause_reason, held_until, held_reason };
}

import { z } from 'zod';
import type { Actor } from '../../audit/index.ts';
import { db } from '../../platform/db.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { UserError } from '../../platform/errors.ts';
import { importBureau } from '../bureaus/bureau-file.ts';
import { accountOf } from '../bureaus/bureaus.ts';
import type { BureauRow } from '../tables.ts';

const text = z.string().trim().max(500).optional().default('');
/** The settings form as typed; what it must be is said by the bureau file's own rules. */
export const BureauForm = z.object({
  name: text,
  province_code: text,
  isp_id: text,
  user_name: text,
  password: z.string().max(200).optional().default(''),
  encrypt: text,
  aes_key: text,
  aes_iv: text,
  upload_wsdl: text,
  query_wsdl: text,
  verify_wsdl: text,
  hours: text,
  calls_per_hour: text,
  profile_name: text,
});
export type BureauForm = z.output<typeof BureauForm>;

export const EMPTY: BureauForm = BureauForm.parse({});

/** What was typed, as it was, to be shown again beside what is wrong with it. */
export function typedIn(body: unknown): BureauForm {
  const sent = new Map(Object.entries(body ?? {}));
  const typed = { ...EMPTY };
  for (const name of BureauForm.keyof().options) {
    const value: unknown = sent.get(name);
    if (typeof value === 'string') typed[name] = value;
  }
  return typed;
}

/** What the form shows of a bureau: everything but its secrets. */
export function formOf(bureau: BureauRow): BureauForm {
  const { name, province_code, isp_id, user_name, upload_wsdl, hours, profile_name } = bureau;
  return {
    ...EMPTY,
    ...{ name, province_code, isp_id, user_name, upload_wsdl, hours, profile_name },
    encrypt: String(bureau.encrypt),
    calls_per_hour: bureau.calls_per_hour === null ? '' : String(bureau.calls_per_hour),
    query_wsdl: bureau.query_wsdl ?? '',
    verify_wsdl: bureau.verify_wsdl ?? '',
  };
}

/** Where the product has started the sandbox: nobody else's to say, as that may be called on this machine. */
function addressesOf({ upload_wsdl, query_wsdl, verify_wsdl }: BureauRow) {
  return { upload_wsdl, query_wsdl, verify_wsdl };
}

/** Saves the form: a secret that was left empty stays as it is. Gives what is wrong, field by field. */
export async function saveBureau(
  form: BureauForm,
  known: BureauRow | undefined,
  actor: Actor,
): Promise<FieldErrors | undefined> {
  const kept = known && accountOf(known);
  const file = {
    ...form,
    name: known?.name ?? form.name,
    password: form.password || (kept?.password ?? ''),
    aes_key: form.aes_key || (kept?.cipher?.key ?? ''),
    aes_iv: form.aes_iv || (kept?.cipher?.iv ?? ''),
    encrypt: form.encrypt || '0',
    ...(known?.is_sandbox ? addressesOf(known) : {}),
  };
  if (!known && (await db('bureaus').where({ name: form.name }).first('id'))) {
    return { name: '已有同名的管局' };
  }
  try {
    await importBureau(db, file, actor, { is_sandbox: Boolean(known?.is_sandbox) });
    return undefined;
  } catch (error) {
    if (error instanceof UserError && Object.keys(error.fields).length > 0) return error.fields;
    throw error;
  }
}

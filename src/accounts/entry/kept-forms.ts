import { z } from 'zod';
import { fromNow, HOUR, now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { newToken, publicNo, tokenDigest } from '../../platform/ids.ts';
import { seal, unseal } from '../../platform/seal.ts';

const KEPT_FOR = HOUR;
const MOST_CHARS = 256 * 1024;
const Body = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export interface KeptForm {
  path: string;
  fields: { name: string; value: string }[];
}

/** Keeps a typed form for its owner, sealed, for an hour. Gives the token that opens it; undefined: nothing to keep. */
export async function keepFormOf(
  userId: number,
  path: string,
  body: unknown,
): Promise<string | undefined> {
  const parsed = Body.safeParse(body);
  if (!parsed.success || path.length > 300) return undefined;
  const fields = Object.entries(parsed.data).flatMap(([name, value]) =>
    isSecret(name) ? [] : [value].flat().map((one) => ({ name, value: one })),
  );
  const json = JSON.stringify(fields);
  if (fields.length === 0 || json.length > MOST_CHARS) return undefined;
  const token = newToken();
  const form_no = publicNo('BD');
  await db('kept_forms').insert({
    form_no,
    token_digest: tokenDigest(token),
    user_id: userId,
    path,
    body_sealed: seal(json, `kept_forms.body:${form_no}`),
    expires_at: fromNow(KEPT_FOR),
  });
  return token;
}

/** A password is typed again rather than stored, if only for an hour. */
function isSecret(name: string): boolean {
  return /password|secret|token|key/.test(name);
}

const Fields = z.array(z.object({ name: z.string(), value: z.string() }));

/** The form behind the token, for the person who typed it and nobody else. */
export async function keptForm(
  db: Db,
  userId: number,
  token: string,
): Promise<KeptForm | undefined> {
  const row = await db('kept_forms')
    .where({ token_digest: tokenDigest(token), user_id: userId })
    .where('expires_at', '>', now())
    .first();
  if (!row) return undefined;
  const json = unseal(row.body_sealed, `kept_forms.body:${row.form_no}`);
  return { path: row.path, fields: Fields.parse(JSON.parse(json)) };
}

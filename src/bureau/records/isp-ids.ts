import { randomInt } from 'node:crypto';
import { type Db, isDuplicate } from '../../platform/db.ts';

// Drawn at random: an earlier system's small numbers, and numbers given after a backup was
// restored to an older state, never meet ours.
const LOWEST = 2 ** 40;
const HIGHEST = 2 ** 48 - 1;

/** A part that goes up under a number of ours. `given_id`: the bureau's number for it, when it has one. */
export interface NumberedPart {
  path: string;
  given_id?: string;
}

/**
 * The numbers under which the bureau knows these parts of a filing; the same part always gets the same. A part that
 * bureau `given_by` has numbered before keeps the number of ours it went up under then, whichever filing that was.
 */
export async function ispIds(
  trx: Db,
  subject: string,
  parts: readonly NumberedPart[],
  given_by: number,
): Promise<Map<string, number>> {
  const known = await knownIds(trx, subject);
  for (const { path, given_id } of parts) {
    if (known.has(path)) continue;
    const earlier = given_id && (await earlierId(trx, path, { given_by, given_id }));
    known.set(path, earlier || (await giveId(trx, subject, path)));
  }
  return known;
}

async function earlierId(trx: Db, path: string, given: Given): Promise<number | undefined> {
  const kind = PART_KINDS.find((kind) => KINDS[kind].test(path));
  return kind && (await partByGivenId(trx, given, kind))?.id;
}

/** The numbers that parts of this filing have. */
export async function knownIds(db: Db, subject: string): Promise<Map<string, number>> {
  const rows = await db('bureau_ids').where({ subject });
  return new Map(rows.map(({ path, id }) => [path, id]));
}

async function giveId(trx: Db, subject: string, path: string): Promise<number> {
  for (;;) {
    const id = randomInt(LOWEST, HIGHEST);
    try {
      await trx('bureau_ids').insert({ id, subject, path, given_id: null, given_by: null });
      return id;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const given = (await knownIds(trx, subject)).get(path);
      if (given !== undefined) return given;
    }
  }
}

export interface KnownPart {
  id: number;
  subject: string;
  path: string;
}

/** Which part of which filing carries this number of ours. */
export async function partById(db: Db, id: string): Promise<KnownPart | undefined> {
  if (!/^\d{1,15}$/.test(id)) return undefined;
  return db('bureau_ids')
    .where({ id: Number(id) })
    .first('id', 'subject', 'path');
}

const KINDS = {
  entity: /^entity$/,
  service: /^services\.\d+$/,
  access: /^(services\.\d+\.)?access$/,
  domain: /^services\.\d+\.domains\./,
  ip: /access(es\.\d+)?\.ips\./,
};
const PART_KINDS = ['entity', 'service', 'access', 'domain', 'ip'] as const;

/** A number of a bureau's own, and which bureau it was. */
export interface Given {
  given_by: number;
  given_id: string;
}

/** Which part of which filing a bureau has given this number of its own. Each kind of part is numbered apart. */
export async function partByGivenId(
  db: Db,
  given: Given,
  kind: keyof typeof KINDS,
): Promise<KnownPart | undefined> {
  const parts = await db('bureau_ids').where(given).select('id', 'subject', 'path');
  return parts.find(({ path }) => KINDS[kind].test(path));
}

/** Keeps the number that the bureau has given to one of our parts. */
export async function keepGivenId(trx: Db, id: number, given: Given): Promise<void> {
  await trx('bureau_ids').where({ id }).update(given);
}

import type { Request } from 'express';
import { z } from 'zod';
import { userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { read } from '../../platform/web.ts';
import type { FormBody } from '../paths.ts';
import { filingFor } from '../queries.ts';
import { meant } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';

const Posted = z.looseObject({ version: z.coerce.number().int().min(0) });

/**
 * What a window sends: the version it was filled from, and its fields by their paths, each as it was meant.
 * `taken` are the domains that were taken out of whole addresses: the person is told.
 */
export function posted(req: Request): { version: number; changes: FormBody; taken: string[] } {
  const { version, ...body } = read(Posted, req.body);
  const buttons = ['tab', 'field', 'add', 'remove', 'undo', 'go', 'restore'];
  const changes = Object.fromEntries(
    Object.entries(body).filter(([name]) => !buttons.includes(name)),
  );
  const asMeant = Object.entries(changes).map(([name, value]) => [
    name,
    typeof value === 'string' ? meant(name, value) : value,
  ]);
  const taken = asMeant.filter(([name, value]) =>
    isTaken(String(name), changes[String(name)], value),
  );
  return {
    version,
    changes: withLastAddresses(Object.fromEntries(asMeant)),
    taken: taken.map(([, value]) => String(value)),
  };
}

/** Whether a whole address was typed where a domain is wanted. */
export function isTaken(name: string, typed: unknown, value: unknown): boolean {
  return (
    typeof typed === 'string' &&
    typed !== value &&
    /\.domains\.\d+$/.test(name) &&
    /[/:]|^www\./i.test(typed)
  );
}

/** An address range whose end is left empty is one address; a picked address has no end to fill. */
function withLastAddresses(body: FormBody): FormBody {
  const filled: Record<string, unknown> = { ...body };
  for (const [name, first] of Object.entries(body)) {
    const last = name.replace(/\.first$/, '.last');
    if (last !== name && /\.access\.ips\.\d+\.first$/.test(name) && !filled[last])
      filled[last] = first;
  }
  return filled;
}

export function noOf(req: Request): string {
  return String(req.params['filing_no']);
}

/** The filing in the address, when it is this customer's. */
export async function ownFiling(req: Request): Promise<FilingRow> {
  return must(await filingFor(db, userOf(req).id, noOf(req)), '备案');
}

export function stepOfUrl(req: Request): string {
  const step = String(req.params['step']);
  if (!/^(pictures|entity|service-\d{1,2}|materials|ending)$/.test(step))
    throw new UserError('not_found', '没有这个页面');
  return step;
}

import type { Knex } from 'knex';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { type FilingForm, LIMITS, withService } from '../forms.ts';
import { removeService as without } from '../paths.ts';
import { changeDraft } from './draft.ts';
import { fieldsOf } from './fields.ts';
import type { Draft } from './merge.ts';
import { owePicture } from './pictures.ts';

/** Adds an empty website at the end. `version` is the draft's from now on. */
export async function addService(
  customer: { id: number },
  filing_no: string,
): Promise<{ version: number; index: number }> {
  const { result, version } = await changeDraft(customer.id, filing_no, (draft) => {
    refuseFixed(draft.form);
    const index = draft.form.services.length;
    if (index >= LIMITS.services)
      throw new UserError('unprocessable', `一份备案最多 ${LIMITS.services} 个网站`);
    return { draft: reshaped(draft, withService(draft.form)), result: index };
  });
  return { version, index: result };
}

/**
 * Removes a website and its pictures; those behind it move up. The window must have seen the newest
 * version: a number counted in an old one may mean another website.
 */
export async function removeService(
  customer: { id: number },
  filing_no: string,
  { index, version: seen }: { index: number; version: number },
): Promise<{ version: number }> {
  return changeDraft(customer.id, filing_no, (draft, row) => {
    if (draft.version !== seen)
      throw new UserError('conflict', '备案已在其他窗口修改，请刷新后再删除网站');
    refuseFixed(draft.form);
    const { services } = draft.form;
    if (services[index] === undefined) throw new UserError('not_found', '没有找到这个网站');
    if (services.length === 1) throw new UserError('unprocessable', '至少要保留一个网站');
    const form = without(draft.form, index);
    return {
      draft: reshaped(draft, form),
      also: (trx) => readAgain(trx, row.id, form),
      result: undefined,
    };
  });
}

/** What is about filed websites is about these and no others. */
function refuseFixed({ request }: FilingForm): void {
  if (request.kind === 'initial' || request.kind === 'add_service') return;
  throw new UserError('conflict', '这份申请只办理现有的网站，不能增减网站。新网站请办理新增网站');
}

/** Pictures of website leaders lie in other slots now: what was read in them is taken up anew from there. */
async function readAgain(trx: Db, filing_id: number, form: FilingForm): Promise<void> {
  const ofLeaders = (query: Knex.QueryBuilder) => query.where('slot', 'like', 'service\\_%');
  await trx('filing_readings').where({ filing_id }).modify(ofLeaders).delete();
  await trx('filing_pictures').where({ filing_id }).modify(ofLeaders).delete();
  for (const [slot, documents] of Object.entries(form.materials))
    if (slot.startsWith('service_'))
      for (const document_no of documents) await owePicture(trx, filing_id, slot, document_no);
}

/**
 * After websites came or went, a path may mean another field than before: all that moved count as changed
 * now, with nothing before, so that an old window's word on them is a conflict and never lands elsewhere.
 */
function reshaped(draft: Draft, form: FilingForm): Draft {
  const version = draft.version + 1;
  const [old, fresh] = [fieldsOf(draft.form), fieldsOf(form)];
  const moves = (path: string) => /^(services\.|materials\.service_)/.test(path);
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (path) => moves(path) && JSON.stringify(old.get(path)) !== JSON.stringify(fresh.get(path)),
  );
  const moved = paths.map((path) => [path, { origin: null, version, before: [] }]);
  return { form, version, fields: { ...draft.fields, ...Object.fromEntries(moved) } };
}

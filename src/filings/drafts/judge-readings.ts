import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { filingFor } from '../queries.ts';
import { changeDraft } from './draft.ts';
import { fieldsOf, type Value } from './fields.ts';
import { type Draft, setField } from './merge.ts';
import { takeReadings } from './readings.ts';

/** What came of the pictures since a window was filled: to be shown in it, then `version` is what it has seen. */
export interface Readings {
  version: number;
  /** How many pictures are still being read. */
  waiting: number;
  filled: { path: string; value: Value; confidence: number; document_no: string; field: string }[];
}

/** For the window that polls while pictures are read: takes up what is finished and gives what it filled. */
export async function readingsSince(
  customer: { id: number },
  filing_no: string,
  since: number,
): Promise<Readings> {
  const { id } = must(await filingFor(db, customer.id, filing_no), '备案');
  const { waiting } = await takeReadings(id);
  const { result, version } = await changeDraft(customer.id, filing_no, (draft) => ({
    result: draft,
  }));
  const rows = await db('filing_readings').where({ filing_id: id, state: 'applied' }).orderBy('id');
  const values = fieldsOf(result.form);
  const filled = rows
    .filter(({ path }) => {
      const state = result.fields[path];
      return state?.origin === 'read' && state.version > since;
    })
    .map(({ path, confidence, document_no, field }) => ({
      ...{ path, confidence, document_no, field },
      value: values.get(path) ?? '',
    }));
  return { version, waiting, filled };
}

/** The person says that these read values are right: from now on they count as his own. */
export async function acceptReadings(
  customer: { id: number },
  filing_no: string,
  paths: readonly string[],
): Promise<{ version: number }> {
  return changeDraft(customer.id, filing_no, (draft) => {
    const read = paths.filter((path) => draft.fields[path]?.origin === 'read');
    if (read.length === 0) return { result: undefined };
    const fields = { ...draft.fields };
    for (const path of read) {
      const state = fields[path];
      if (state) fields[path] = { ...state, origin: 'accepted' };
    }
    return { draft: { ...draft, version: draft.version + 1, fields }, result: undefined };
  });
}

/** Puts back what stood in these fields before OCR filled them; what was typed since stays. */
export async function undoReadings(
  customer: { id: number },
  filing_no: string,
  paths: readonly string[],
): Promise<{ version: number; restored: { path: string; value: Value }[] }> {
  const { result, version } = await changeDraft(customer.id, filing_no, (draft, row) => {
    const read = paths.filter((path) => draft.fields[path]?.origin === 'read');
    if (read.length === 0) return { result: [] };
    const next = read.reduce(restored, { ...draft, version: draft.version + 1 });
    return {
      draft: next,
      also: async (trx) => {
        await trx('filing_readings')
          .where({ filing_id: row.id, state: 'applied' })
          .whereIn('path', read)
          .update({ state: 'undone' });
      },
      result: read.map((path) => ({ path, value: fieldsOf(next.form).get(path) ?? '' })),
    };
  });
  return { version, restored: result };
}

/** The newest value that was not read: a second picture may have been read over the first. */
function restored(draft: Draft, path: string): Draft {
  const before = draft.fields[path]?.before.find((held) => held.origin !== 'read');
  return setField(draft, path, before?.value ?? '', before?.origin ?? null);
}

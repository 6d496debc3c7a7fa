import { check } from '../pages/checks.ts';
import type { FormBody } from '../paths.ts';
import type { Finding } from '../rules/index.ts';
import { changeDraft } from './draft.ts';
import { fieldAt, fieldsOf, type Value } from './fields.ts';
import { onlyFillable } from './fillable.ts';
import { type Conflict, type Draft, mergeChanges } from './merge.ts';
import { ownDocuments } from './own-documents.ts';
import { leadsHimself, resettled } from './resettle.ts';

export type { Conflict } from './merge.ts';

/** What a window sends: the version it was filled from, and what was changed since, as a browser posts it. */
export interface Changes {
  version: number;
  changes: FormBody;
}

interface Answer {
  /** From now on the version this window has seen, once it shows `others`. */
  version: number;
  saved_at: Date;
  /** What other windows and OCR changed since the version that was sent; not what was sent now. */
  others: { path: string; value: Value }[];
  /** About the fields that were sent. */
  findings: Finding[];
}
export type Saved =
  | ({ saved: true } & Answer)
  /** Everything else that was sent is saved; the fields in `conflict` still hold `theirs`. */
  | ({ saved: false; conflict: Conflict[] } & Answer);

/**
 * Saves what one window changed. Other windows' changes to other fields stay; a field that both changed
 * stays as the other left it and is named, so that nothing is overwritten unseen.
 */
export async function saveDraft(
  filing_no: string,
  customer: { id: number },
  { version: base, changes: posted }: Changes,
): Promise<Saved> {
  let changes = posted;
  const { result, version, saved_at, form } = await changeDraft(
    customer.id,
    filing_no,
    async (draft) => {
      changes = onlyFillable(draft.form, posted);
      const merged = mergeChanges(draft, base, changes);
      await ownDocuments(customer.id, draft.form, merged.draft.form);
      const others = changedSince(merged.draft, base, merged);
      const form = leadsHimself(draft.form, await resettled(merged.draft.form, merged.changed));
      return {
        draft: merged.changed.length > 0 ? { ...merged.draft, form } : undefined,
        result: { conflict: merged.conflicts, others },
      };
    },
  );
  const sent = new Set(
    [...Object.keys(changes), ...[changes['present']].flat().map(String)].map(fieldAt),
  );
  const findings = (await check(form)).filter((finding) => sent.has(fieldAt(finding.path)));
  const answer = { version, saved_at, others: result.others, findings };
  return result.conflict.length > 0
    ? { saved: false, conflict: result.conflict, ...answer }
    : { saved: true, ...answer };
}

function changedSince(
  draft: Draft,
  base: number,
  { changed, conflicts }: { changed: string[]; conflicts: Conflict[] },
): { path: string; value: Value }[] {
  const known = new Set([...changed, ...conflicts.map((conflict) => conflict.path)]);
  const values = fieldsOf(draft.form);
  return Object.entries(draft.fields)
    .filter(([path, state]) => state.version > base && !known.has(path))
    .map(([path]) => ({ path, value: values.get(path) ?? '' }));
}

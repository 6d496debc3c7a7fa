import { filedForm } from '../kinds/changes.ts';
import { changeDraft, type Draft } from './draft.ts';
import { fieldsOf } from './fields.ts';
import { setField } from './merge.ts';
import { leadsHimself } from './resettle.ts';

/** Puts a field of a change back to what is filed; another path changes nothing. */
export async function restoreField(
  customer: { id: number },
  filing_no: string,
  path: string,
): Promise<void> {
  await changeDraft(customer.id, filing_no, (draft) => {
    const filed = filedForm(draft.form);
    if (draft.form.request.kind !== 'change' || !filed) return { result: undefined };
    const was = fieldsOf(filed);
    const paths = fieldsWith(draft, path, was);
    const next: Draft = { ...draft, version: draft.version + 1 };
    const restored = paths.reduce(
      (kept, one) => setField(kept, one, was.get(one) ?? '', 'typed'),
      next,
    );
    const form = leadsHimself(draft.form, restored.form);
    return { draft: paths.length > 0 ? { ...restored, form } : undefined, result: undefined };
  });
}

/** One leader for both is another leader than two: then he is put back whole. */
function fieldsWith({ form }: Draft, path: string, was: ReturnType<typeof fieldsOf>): string[] {
  const at = /^(services\.\d+\.leader)\b/.exec(path)?.[1];
  if (at === undefined) return was.has(path) ? [path] : [];
  const same = `${at}_same`;
  const isOther = path === at || was.get(same) !== fieldsOf(form).get(same);
  if (!isOther) return was.has(path) ? [path] : [];
  return [...was.keys()].filter((one) => one === same || one.startsWith(`${at}.`));
}

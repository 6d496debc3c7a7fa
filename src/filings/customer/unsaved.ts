import type { Request, Response } from 'express';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf, sameValue } from '../drafts/fields.ts';
import { type FormBody, formFromBody } from '../paths.ts';
import { labelOf } from '../rules/index.ts';
import { showClosed } from './closed.ts';
import { inWords } from './controls.ts';
import { noOf, ownFiling } from './posted.ts';

/** The filing was submitted or withdrawn meanwhile: what was typed cannot be saved, but can be copied. */
export async function showUnsaved(req: Request, res: Response, changes: FormBody): Promise<void> {
  const form = openForm(await ownFiling(req));
  const held = fieldsOf(form);
  const typed = [...fieldsOf(formFromBody(changes, form))].filter(
    ([path, value]) => !sameValue(held.get(path), value) && labelOf(path) !== '',
  );
  if (typed.length === 0) return showClosed(req, res);
  const rows = typed.map(([path, value]) => ({ label: labelOf(path), value: inWords(value) }));
  res.status(409).page('filings/unsaved', { title: '没有保存', filing_no: noOf(req), rows });
}

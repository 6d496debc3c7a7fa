import { ENDING } from '../kinds/names.ts';
import type { ReviewPage } from '../pages/review-page.ts';
import type { CheckLine } from './check-line.ts';

/** Who asks and what for: all that is looked at when something is to go. */
const AT_ENDING =
  /^ending\.|^entity\.(name|id_number|leader\.(name|mobile))$|^services\.\d+\.(name|domains)/;

/**
 * Whether a line says only what the bureau has already: it is folded, and ticked beforehand. What a rule or a picture
 * speaks against, or was asked for last time, is always looked at.
 */
export function isSettled({ form }: ReviewPage, line: CheckLine): boolean {
  const { path, tone, asked, is_paper, filed, changed } = line;
  const isDoubted = tone === 'bad' || tone === 'warn' || asked !== null || changed !== null;
  if (isDoubted || is_paper || filed !== null) return false;
  const { kind, filed: record } = form.request;
  if (record.length === 0) return false;
  if (ENDING.includes(kind)) return !AT_ENDING.test(path);
  if (kind === 'change' || kind === 'add_material') return true;
  return path.startsWith('entity.');
}

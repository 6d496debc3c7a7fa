import type { FilingForm } from '../forms.ts';
import { changedFields, filedForm } from '../kinds/changes.ts';
import { ENDING } from '../kinds/names.ts';
import type { Finding } from './types.ts';

const REQUEST = /^(ending\.|consents\.truth)|^$/;
/** Of a site that is filed already, what it says of itself is not asked again. */
const OF_SITE = /^services\.\d+\.(content_types|languages|prior_approvals|home_url|remark)\b/;

/**
 * Which findings count for what is requested: nobody is held up by what he neither filled in nor changes.
 * `findingsOf` judges a whole form by all rules.
 */
export function judged(form: FilingForm, findingsOf: (form: FilingForm) => Finding[]): Finding[] {
  const { kind, filed } = form.request;
  const findings = findingsOf(form);
  if (ENDING.includes(kind)) return findings.filter(({ path }) => REQUEST.test(path));
  if (kind === 'add_material')
    return findings.filter(({ path }) => /^(materials|consents)/.test(path));
  if (kind === 'change') return newlyWrong(form, findings, findingsOf);
  const isFiled = filed.length > 0;
  return findings.filter(
    ({ path }) =>
      !(isFiled && path.startsWith('entity.')) && !(kind === 'add_access' && OF_SITE.test(path)),
  );
}

/** What was wrong before and stays as it is, is not held against a change. */
function newlyWrong(
  form: FilingForm,
  findings: Finding[],
  findingsOf: (form: FilingForm) => Finding[],
): Finding[] {
  const filed = filedForm(form);
  if (!filed) return findings;
  const changed = changedFields(form).map(({ path }) => path);
  const isChanged = (path: string) =>
    changed.some((one) => path === one || path.startsWith(`${one}.`));
  const old = new Set(findingsOf(filed).map(({ path, code }) => `${path} ${code}`));
  return findings.filter(
    ({ path, code }) =>
      path === '' ||
      /^(materials|consents)/.test(path) ||
      isChanged(path) ||
      !old.has(`${path} ${code}`),
  );
}

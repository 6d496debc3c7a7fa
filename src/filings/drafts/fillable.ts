import type { FilingForm } from '../forms.ts';
import { ENDING } from '../kinds/names.ts';
import type { FormBody } from '../paths.ts';

/**
 * What was posted without the names that this kind of request does not ask for: of what is filed already nothing is
 * typed anew but in a change, and to a change no website is added.
 */
export function onlyFillable(form: FilingForm, posted: FormBody): FormBody {
  const mayFill = fillable(form);
  const kept = Object.entries(posted).filter(([name]) => name === 'present' || mayFill(name));
  const present = [posted['present'] ?? []].flat().map(String).filter(mayFill);
  return { ...Object.fromEntries(kept), present };
}

function fillable({ request, services }: FilingForm): (name: string) => boolean {
  const { kind, filed } = request;
  if (ENDING.includes(kind)) return (name) => /^(ending|consents)\./.test(name);
  if (kind === 'add_material') return (name) => /^(materials|consents)\./.test(name);
  if (kind === 'change')
    return (name) =>
      !/(^|\.)icp_number$/.test(name) &&
      Number(/^services\.(\d+)/.exec(name)?.[1] ?? 0) < services.length;
  return filed.length > 0 ? (name) => !name.startsWith('entity.') : () => true;
}

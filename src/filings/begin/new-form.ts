import { emptyForm, type FilingForm } from '../forms.ts';
import { type CodeRow, meant } from '../rules/index.ts';

/** What is asked before a form is filled in; number and domain may be left empty. */
export interface NewFiling {
  entity_kind: string;
  province_code: string;
  id_number: string;
  domain: string;
}

/** The form that a filing begins with: what was typed, as it was meant, and the kind of certificate it fits. */
export function newForm(
  { entity_kind, province_code, id_number, domain }: NewFiling,
  id_types: readonly CodeRow[],
): FilingForm {
  const form = emptyForm(entity_kind);
  const [service] = form.services;
  if (service) service.domains = [meant('services.0.domains.0', domain)];
  const id_type = form.entity.id_type || (id_number && idTypeOf(entity_kind, id_types));
  const number = meant('entity.id_number', id_number);
  return { ...form, entity: { ...form.entity, province_code, id_type, id_number: number } };
}

/** Certificates that nearly every kind may show say nothing about this one. */
const COMMON = 3;

/** The certificate that this kind of unit shows most: the one with a 统一社会信用代码, else its own. */
function idTypeOf(kind: string, rows: readonly CodeRow[]): string {
  const fitting = rows.filter(({ extra, name }) => {
    const kinds: unknown = extra?.['entity_kinds'];
    const isOwn = Array.isArray(kinds) && kinds.length <= COMMON && kinds.includes(kind);
    return isOwn && name !== '组织机构代码证';
  });
  const coded = fitting.find(({ name }) => name.startsWith('统一社会信用代码'));
  return (coded ?? fitting[0])?.id ?? '';
}

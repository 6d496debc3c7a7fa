import { fieldsOf } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { type Finding, meant } from '../rules/index.ts';
import type { FieldReading } from './dress.ts';

/** Fields that say something else than a photograph they were read from, each photograph by itself: both values are told. */
export function readingDoubts(form: FilingForm, readings: readonly FieldReading[]): Finding[] {
  const fields = fieldsOf(form);
  return [...fields].flatMap(([path, value]): Finding[] => {
    if (typeof value !== 'string' || value.trim() === '') return [];
    const other = readings.filter(
      (read) => read.path === path && plainly(path, value) !== plainly(path, read.value),
    );
    const told = new Set(other.map((read) => inWords(form, value, read)));
    return [...told].map((message) => ({
      ...{ path, message },
      ...{ code: 'differs_from_picture', severity: 'warn' as const },
    }));
  });
}

/** A licence names the 法定代表人, who need not be the leader: that is told as what it is. */
function inWords(
  form: FilingForm,
  value: string,
  { path, value: read, document_no }: FieldReading,
) {
  const is_licence = form.materials['entity_licence']?.includes(document_no);
  if (path === 'entity.leader.name' && is_licence)
    return `主办单位证件上的法定代表人是“${read}”，填的主体负责人是“${value}”，请核对`;
  return `与照片上识别的不同：填的是“${value}”，照片上是“${read}”`;
}

/** Blanks, and the width of brackets and digits, are no difference. */
function plainly(path: string, text: string): string {
  return meant(path, text).normalize('NFKC').replace(/\s/g, '');
}

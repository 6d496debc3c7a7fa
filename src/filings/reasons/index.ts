import type { FilingForm } from '../forms.ts';
import type { Mark } from './types.ts';

export type { Mark } from './types.ts';

/** Turns one result code of the bureau, with its description, into marks at the fields it means. */
export function explain(code: string, dmms: string | undefined, form: FilingForm): Mark[] {
  void form;
  return [
    {
      path: '',
      code,
      message: dmms ?? code,
      suggestion: '',
      official: dmms ?? '',
      who: 'operator',
    },
  ];
}

/** Turns an officer's own words into marks; what is not understood is kept whole at path ''. */
export function explainWords(text: string, form: FilingForm): Mark[] {
  void form;
  return [
    { path: '', code: 'words', message: text, suggestion: '', official: text, who: 'customer' },
  ];
}

import type { ServiceForm } from '../forms.ts';
import { isIndividual } from './people.ts';
import { type CheckContext, type Place, rule } from './types.ts';
import { BUSINESS_CONTENTS } from './words.ts';

type Choice = readonly [
  field: string,
  table: string,
  reason: string,
  chosen: (service: ServiceForm) => readonly string[],
];
const CHOICES: readonly Choice[] = [
  ['content_types', 'content_types', '1034', (service) => service.content_types],
  ['languages', 'languages', '1066', (service) => service.languages],
  ['access.methods', 'access_methods', '1035', (service) => service.access.methods],
  ['access.locations', 'server_locations', '1036', (service) => service.access.locations],
];

/** Bureau codes 1034, 1035, 1036 and 1066. */
export const choicesKnown = rule({
  code: 'choice_unknown',
  severity: 'reject',
  reason: '1034',
  message: '已不在管局的代码表中',
  broken: (form, { codes }: CheckContext) =>
    form.services.flatMap((service, index) =>
      CHOICES.flatMap(([field, table, reason, chosen]): Place[] => {
        const rows = codes[table];
        const unknown = chosen(service).some(
          (id) => id !== '' && !rows?.some((row) => row.id === id),
        );
        const place = { path: `services.${index}.${field}`, reason };
        return rows !== undefined && unknown ? [place] : [];
      }),
    ),
});

export const contentsFew = rule({
  code: 'content_types_many',
  severity: 'reject',
  reason: 'content_types_too_many',
  broken: (form) =>
    form.services.flatMap(({ content_types }, index) =>
      new Set(content_types).size > 5 ? [`services.${index}.content_types`] : [],
    ),
});

export const contentsOfIndividual = rule({
  code: 'content_types_business',
  severity: 'reject',
  reason: 'content_business_of_individual',
  broken: (form, { codes }) =>
    isIndividual(form)
      ? form.services.flatMap(({ content_types }, index): Place[] => {
          const business = content_types.find((id) => BUSINESS_CONTENTS.has(id));
          if (business === undefined) return [];
          const name = codes['content_types']?.find(({ id }) => id === business)?.name ?? business;
          const severity = business === '8' ? 'reject' : 'warn';
          return [
            {
              path: `services.${index}.content_types`,
              message: `个人网站不能选择“${name}”`,
              severity,
            },
          ];
        })
      : [],
});

/** Reviewers send back a remark that says nothing; one is asked for where it was begun. */
export const remarkSays = rule({
  code: 'remark_short',
  severity: 'warn',
  reason: 'remark_too_short',
  broken: (form) =>
    form.services.flatMap(({ remark }, index) => {
      const length = [...remark].length;
      return length > 0 && length < 20 ? [`services.${index}.remark`] : [];
    }),
});

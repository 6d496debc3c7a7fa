import type { ServiceForm } from '../forms.ts';
import { isIndividual } from './people.ts';
import { type CheckContext, type Place, rule } from './types.ts';
import { BUSINESS_CONTENTS } from './words.ts';

const CHOICES: readonly (readonly [string, string, (service: ServiceForm) => readonly string[]])[] =
  [
    ['content_types', 'content_types', (service) => service.content_types],
    ['languages', 'languages', (service) => service.languages],
    ['access.methods', 'access_methods', (service) => service.access.methods],
    ['access.locations', 'server_locations', (service) => service.access.locations],
  ];

/** Bureau codes 1034, 1035, 1036 and 1066. */
export const choicesKnown = rule({
  code: 'choice_unknown',
  severity: 'reject',
  message: '所选项已不在管局的代码表中',
  suggestion: '请重新选择',
  broken: (form, { codes }: CheckContext) =>
    form.services.flatMap((service, index) =>
      CHOICES.flatMap(([field, table, chosen]) => {
        const rows = codes[table];
        const unknown = chosen(service).some(
          (id) => id !== '' && !rows?.some((row) => row.id === id),
        );
        return rows !== undefined && unknown ? [`services.${index}.${field}`] : [];
      }),
    ),
});

export const contentsFew = rule({
  code: 'content_types_many',
  severity: 'reject',
  message: '服务内容选得太多',
  suggestion: '请只选最贴近网站实际内容的 1 至 5 项，超出经营范围的不要选',
  broken: (form) =>
    form.services.flatMap(({ content_types }, index) =>
      new Set(content_types).size > 5 ? [`services.${index}.content_types`] : [],
    ),
});

export const contentsOfIndividual = rule({
  code: 'content_types_business',
  severity: 'reject',
  message: '个人网站不能选择单位或经营性的服务内容',
  suggestion: '个人网站一般选“博客/个人空间”；要经营请以企业名义备案',
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
  message: '网站备注过于简单',
  suggestion: '请用 20 至 200 字写清网站的实际内容',
  broken: (form) =>
    form.services.flatMap(({ remark }, index) => {
      const length = [...remark].length;
      return length > 0 && length < 20 ? [`services.${index}.remark`] : [];
    }),
});

import type { ServiceForm } from '../forms.ts';
import { isIndividual } from './people.ts';
import { looksLikeDomain } from './suffixes.ts';
import { type Place, rule } from './types.ts';
import { BUSINESS_WORDS, DOUBTFUL_PERSONAL_WORDS, FORBIDDEN_WORDS, STATE_WORDS } from './words.ts';

const PUBLIC_KINDS = new Set(['1', '2', '3', '6', '13']);

const named = (services: readonly ServiceForm[]) =>
  services.flatMap(({ name }, index) =>
    name === '' ? [] : [{ path: `services.${index}.name`, name }],
  );

/** At least three Chinese characters; an individual's has three to ten characters in all. */
export const siteNameForm = rule({
  code: 'site_name_form',
  severity: 'reject',
  reason: 'site_name_unsuitable',
  broken: (form) =>
    named(form.services).flatMap(({ path, name }): Place[] => {
      if (looksLikeDomain(name)) return [{ path, message: '不能是域名' }];
      const chinese = name.match(/\p{Script=Han}/gu)?.length ?? 0;
      if (chinese === 0) return [{ path, message: '不能只有数字、英文或符号' }];
      if (chinese < 3) return [{ path, message: '至少要有 3 个汉字' }];
      const length = [...name].length;
      return isIndividual(form) && length > 10
        ? [{ path, message: `个人网站的名称最多 10 个字，现在是 ${length} 个` }]
        : [];
    }),
});

export const siteNameStateWords = rule({
  code: 'site_name_state_word',
  severity: 'reject',
  reason: 'site_name_unsuitable',
  broken: (form) =>
    named(form.services).flatMap(({ path, name }): Place[] => {
      const word = STATE_WORDS.find((state) => name.includes(state));
      if (word === undefined || PUBLIC_KINDS.has(form.entity.kind)) return [];
      const own = !isIndividual(form) && form.entity.name.includes(word);
      const message = `含有“${word}”，一般单位和个人不能使用`;
      return [{ path, message, severity: own ? 'warn' : 'reject' }];
    }),
});

export const siteNameForbidden = rule({
  code: 'site_name_forbidden',
  severity: 'reject',
  reason: 'site_name_unsuitable',
  broken: (form) =>
    named(form.services).flatMap(({ path, name }) => {
      const word = FORBIDDEN_WORDS.find((forbidden) => name.includes(forbidden));
      return word === undefined ? [] : [{ path, message: `含有违禁词“${word}”` }];
    }),
});

export const personalSiteName = rule({
  code: 'site_name_personal',
  severity: 'reject',
  reason: 'site_name_personal',
  broken: (form) =>
    named(isIndividual(form) ? form.services : []).flatMap(({ path, name }): Place[] => {
      const business = BUSINESS_WORDS.find((word) => name.includes(word));
      if (business) return [{ path, message: `不能含有“${business}”` }];
      const doubtful = DOUBTFUL_PERSONAL_WORDS.find((word) => name.includes(word));
      if (doubtful === undefined) return [];
      return [{ path, message: `含有“${doubtful}”，多数省份会退回`, severity: 'warn' }];
    }),
});

/** Bureau code 1020, and a name that is nothing but the individual's own. */
export const siteNameConflicts = rule({
  code: 'site_name_conflict',
  severity: 'reject',
  reason: '1020',
  broken: (form) => {
    const sites = named(form.services);
    return sites.flatMap(({ path, name }, index): Place[] => {
      if (sites.slice(0, index).some((earlier) => earlier.name === name)) return [{ path }];
      return isIndividual(form) && name === form.entity.name
        ? [{ path, message: '不能只是姓名', reason: 'site_name_unsuitable' }]
        : [];
    });
  },
});

/** A unit's site is recognised by the unit's name; another needs a trademark to explain it. */
export const siteNameRelates = rule({
  code: 'site_name_unrelated',
  severity: 'warn',
  reason: 'site_name_unrelated',
  broken: (form) => {
    const unit = isIndividual(form) ? '' : form.entity.name;
    if (unit === '') return [];
    return named(form.services).flatMap(({ path, name }) => (shareTwo(unit, name) ? [] : [path]));
  },
});

/** Whether two names have two Chinese characters in a row in common. */
function shareTwo(one: string, other: string): boolean {
  const characters = [...other];
  return characters.some((character, index) => {
    const pair = character + (characters[index + 1] ?? '');
    return /^\p{Script=Han}{2}$/u.test(pair) && one.includes(pair);
  });
}

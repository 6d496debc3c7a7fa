import type { FilingForm } from '../forms.ts';
import { isIndividual } from './people.ts';
import { asciiDomain, registrableOf, suffixOf } from './suffixes.ts';
import { type CheckContext, type Place, rule } from './types.ts';

interface NamedDomain {
  path: string;
  typed: string;
  ascii: string;
}

export function domainsOf(form: FilingForm): NamedDomain[] {
  return form.services.flatMap(({ domains }, service) =>
    domains.flatMap((typed, index) =>
      typed === ''
        ? []
        : [{ path: `services.${service}.domains.${index}`, typed, ascii: asciiDomain(typed) }],
    ),
  );
}

/** Bureau code 1004: a registered name itself, without http, www or anything in front. */
export const domainForm = rule({
  code: 'domain_form',
  severity: 'reject',
  reason: '1004',
  suggestion: '只填写域名本身，如 example.com，不带 http://、www 和路径',
  broken: (form, { codes }) =>
    domainsOf(form).flatMap(({ path, typed, ascii }): Place[] => {
      if (ascii === '') return [{ path, message: `“${typed}”不是正确的域名` }];
      const suffix = suffixOf(ascii, codes['top_level_domains'] ?? []);
      const registered = suffix && registrableOf(ascii, suffix);
      if (registered === undefined || registered === ascii) return [];
      return [
        {
          path,
          message: '备案要用顶级域名，不能是子域名',
          suggestion: `请改为 ${registered}，备案后它的子域名都能用`,
        },
      ];
    }),
});

export const domainSuffix = rule({
  code: 'domain_suffix',
  severity: 'reject',
  reason: 'domain_tld_not_approved',
  broken: (form, { codes }) => {
    const suffixes = codes['top_level_domains'];
    if (suffixes === undefined) return [];
    return domainsOf(form).flatMap(({ path, ascii }): Place[] => {
      if (ascii === '') return [];
      if (suffixes.some(({ id }) => id === ascii))
        return [{ path, message: '这是一个后缀，不是域名' }];
      const known = suffixOf(ascii, suffixes);
      return known ? [] : [{ path, message: `.${ascii.split('.').at(-1)}` }];
    });
  },
});

/** .gov.cn and .政务 are for government; public institutions are expected under .cn or .公益. */
export const domainSuffixKind = rule({
  code: 'domain_suffix_kind',
  severity: 'reject',
  reason: 'domain_suffix_kind',
  broken: (form, { codes }) => {
    const { kind } = form.entity;
    return domainsOf(form).flatMap(({ path, ascii }): Place[] => {
      const suffix = suffixOf(ascii, codes['top_level_domains'] ?? []);
      const kinds = suffix?.extra?.['entity_kinds'];
      if (suffix === undefined || kind === '') return [];
      if (Array.isArray(kinds))
        return kinds.includes(kind)
          ? []
          : [
              {
                path,
                message: `${suffix.name} 只限${suffix.id === 'gov.cn' ? '政府机关' : '特定单位'}使用`,
              },
            ];
      const expected = kind === '2' ? '.gov.cn 或 .政务' : kind === '3' ? '.cn 或 .公益' : '';
      const cn = kind === '3' && /(^|\.)cn$/.test(suffix.id);
      return expected === '' || cn
        ? []
        : [{ path, message: `这类单位一般要求使用 ${expected} 域名`, severity: 'warn' }];
    });
  },
});

export const domainTwice = rule({
  code: 'domain_twice',
  severity: 'reject',
  message: '域名重复',
  suggestion: '同一个域名只能填一次，请删去这一行',
  broken: (form) => {
    const all = domainsOf(form);
    return all.flatMap(({ path, ascii }, index) =>
      ascii !== '' && all.slice(0, index).some((earlier) => earlier.ascii === ascii) ? [path] : [],
    );
  },
});

export const domainCount = rule({
  code: 'domain_count',
  severity: 'reject',
  reason: 'domain_too_many',
  broken: (form, context) => {
    const filled = form.services.map(({ domains }) => domains.filter((name) => name !== '').length);
    const most = context.province.one_domain_per_site
      ? 1
      : context.province.max_domains_per_service;
    const full = filled.flatMap((count, index): Place[] =>
      most !== null && count > most
        ? [
            {
              path: `services.${index}.domains`,
              message: `${context.province.name}要求每个网站最多 ${most} 个域名，现在是 ${count} 个`,
            },
          ]
        : [],
    );
    const total = filled.reduce((sum, count) => sum + count, 0);
    const limit = limitOfFiling(form, context);
    if (limit === null || total <= limit) return full;
    const last = filled.findLastIndex((count) => count > 0);
    const message = `${context.province.name}要求每次备案最多 ${limit} 个域名，现在共 ${total} 个`;
    return [...full, { path: `services.${last}.domains`, message }];
  },
});

function limitOfFiling(form: FilingForm, { province }: CheckContext): number | null {
  const personal = isIndividual(form) ? province.max_domains_per_filing_individual : null;
  return personal ?? province.max_domains_per_filing;
}

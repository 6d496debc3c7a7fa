import { ageOn, isDate } from './checksums.ts';
import { birthDateIn } from './identity-numbers.ts';
import { identitiesOf, isIndividual } from './people.ts';
import { type Place, rule } from './types.ts';

const RENEW = '请先换领新证，再用新证提交；有效期须大于 3 个月';

/** Documents must be valid for more than three months from today. */
export const validity = rule({
  code: 'id_validity',
  severity: 'reject',
  message: '证件有效期不对',
  suggestion: '请按证件填写到期日，如 2035-06-30；长期有效的填“长期”',
  broken: (form, { today }) => {
    const unit = isIndividual(form) ? [] : [{ path: 'entity', ...form.entity }];
    return [...unit, ...identitiesOf(form)].flatMap((document): Place[] => {
      const { id_valid_until: until } = document;
      const path = `${document.path}.id_valid_until`;
      // Of a person it is what bureaus refuse in these words; a unit's licence has words of its own.
      const ofPerson =
        document.path === 'entity' && !isIndividual(form) ? {} : { reason: 'leader_id_expired' };
      if (until === '' || until === '长期') return [];
      if (!isDate(until)) return [{ path, message: '有效期不是正确的日期' }];
      if (until < today) {
        return [{ path, message: `证件已于 ${until} 过期`, suggestion: RENEW, ...ofPerson }];
      }
      if (until > threeMonthsAfter(today)) return [];
      return [
        {
          path,
          message: `证件将于 ${until} 到期，不足 3 个月`,
          suggestion: RENEW,
          ...ofPerson,
        },
      ];
    });
  },
});

/** A resident ID card is valid without limit only from the age of 46. */
export const unlimitedValidity = rule({
  code: 'id_unlimited',
  severity: 'warn',
  message: '46 周岁以下的居民身份证没有“长期”',
  suggestion: '请核对证件背面的有效期限',
  broken: (form, { today }) =>
    identitiesOf(form).flatMap(({ path, id_type, id_number, id_valid_until }) => {
      const birth = id_type === '2' ? birthDateIn(id_type, id_number) : undefined;
      const young = birth !== undefined && ageOn(birth, today) < 46;
      return young && id_valid_until === '长期' ? [`${path}.id_valid_until`] : [];
    }),
});

/** The same day three months on; where that month is shorter, its last day. */
export function threeMonthsAfter(today: string): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + 3, 0)).getUTCDate();
  const date = new Date(Date.UTC(year, month + 2, Math.min(day, lastDay)));
  return date.toISOString().slice(0, 10);
}

import { isCreditCode, isOrganizationCode } from './checksums.ts';
import { RETYPE, wrongNumber } from './identity-numbers.ts';
import { identitiesOf, isIndividual } from './people.ts';
import { rule } from './types.ts';

/** 居民身份证 in the code table of certificate types. */
const ID_CARD = '2';

/** Bureau codes 1008 and 1015: form, date and check character of every document number. */
export const documentNumbers = rule({
  code: 'id_number',
  severity: 'reject',
  reason: '1008',
  broken: (form) => {
    const unit = isIndividual(form) ? [] : [{ path: 'entity', ...form.entity }];
    return [...unit, ...identitiesOf(form)].flatMap(({ path, id_type, id_number }) => {
      if (id_number === '' || id_type === '') return [];
      const wrong = wrongNumber(id_type, id_number);
      if (wrong === undefined) return [];
      const reason = id_type === ID_CARD ? '1015' : '1008';
      const message = wrong.message.replace(/^身份证号码/, '');
      const fix = wrong.suggestion === RETYPE ? {} : { suggestion: wrong.suggestion };
      return { path: `${path}.id_number`, message, reason, ...fix };
    });
  },
});

/** Characters 9 to 17 are an organization code of their own; some old ones were issued with another check. */
export const creditCodeBody = rule({
  code: 'credit_code_body',
  severity: 'warn',
  message: '统一社会信用代码第 9 至 17 位（组织机构代码）校验不符',
  suggestion: '多数情况是写错了，请对照证件再看一遍；确与证件一致可继续',
  broken: (form) => {
    const { id_number } = form.entity;
    const odd = isCreditCode(id_number) && !isOrganizationCode(id_number.slice(8, 17));
    return !isIndividual(form) && odd ? ['entity.id_number'] : [];
  },
});

export const oldLicenceNumber = rule({
  code: 'old_licence_number',
  severity: 'warn',
  message: '这是 15 位的旧营业执照注册号',
  suggestion: '三证合一后应使用 18 位统一社会信用代码，请换用新执照上的号码',
  broken: (form) =>
    form.entity.id_type === '1' && form.entity.id_number.length === 15 ? ['entity.id_number'] : [],
});

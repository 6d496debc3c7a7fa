import { AREA_CODES } from './area-codes.ts';
import { peopleOf } from './people.ts';
import { type Place, rule } from './types.ts';

const MOBILE = /^1[3-9]\d{9}$/;
const OFFICE = /^0\d{2,3}-\d{7,8}$/;

/** Bureau codes 1007 and 1011. */
export const mobileNumbers = rule({
  code: 'mobile',
  severity: 'reject',
  reason: '1011',
  message: '应为 11 位数字',
  broken: (form) =>
    peopleOf(form).flatMap(({ path, person }) =>
      person.mobile === '' || MOBILE.test(person.mobile) ? [] : [`${path}.mobile`],
    ),
});

export const emergencyMobiles = rule({
  code: 'emergency_mobile',
  severity: 'reject',
  reason: 'emergency_same',
  message: '应为 11 位手机号码，或“区号-号码”',
  broken: (form) =>
    peopleOf(form).flatMap(({ path, person }) => {
      const number = person.emergency_mobile;
      return number === '' || MOBILE.test(number) || /^0\d{9,11}$/.test(number)
        ? []
        : [`${path}.emergency_mobile`];
    }),
});

export const emergencyDiffers = rule({
  code: 'emergency_same',
  severity: 'reject',
  reason: 'emergency_same',
  broken: (form) =>
    peopleOf(form).flatMap(({ path, person }) =>
      person.emergency_mobile !== '' && person.emergency_mobile === person.mobile
        ? [`${path}.emergency_mobile`]
        : [],
    ),
});

/** Bureau codes 1010 and 1031; the schema allows digits and "-" only. */
export const officePhones = rule({
  code: 'office_phone',
  severity: 'reject',
  reason: '1010',
  broken: (form) =>
    peopleOf(form).flatMap(({ path, person }) => {
      const number = person.office_phone;
      return number === '' || OFFICE.test(number) ? [] : [`${path}.office_phone`];
    }),
});

export const officePhoneArea = rule({
  code: 'office_phone_area',
  severity: 'warn',
  reason: 'office_phone_bad',
  message: '区号不是主体所在省的',
  broken: (form, { province }) =>
    peopleOf(form).flatMap(({ path, person }) => {
      const areas = AREA_CODES[province.code];
      if (areas === undefined || !OFFICE.test(person.office_phone)) return [];
      return areas.test(person.office_phone) ? [] : [`${path}.office_phone`];
    }),
});

/** Where a number was issued cannot be seen from it, so this only reminds. */
export const localMobile = rule({
  code: 'local_mobile',
  severity: 'warn',
  message: '主体所在省要求使用本省的手机号码',
  suggestion: '如果这个号码是外省的，请换成本省号码',
  broken: (form, { province }) =>
    province.local_mobile
      ? peopleOf(form).flatMap(({ path, person }) =>
          MOBILE.test(person.mobile)
            ? { path: `${path}.mobile`, message: `${province.name}要求使用本省的手机号码` }
            : [],
        )
      : [],
});

/** Bureau code 1009. */
export const emails = rule({
  code: 'email',
  severity: 'reject',
  reason: '1009',
  broken: (form) =>
    peopleOf(form).flatMap(({ path, person }): (Place | string)[] => {
      const { email } = person;
      if (email === '' || /^[\w.!#$%&'*+/=?^`{|}~-]+@([a-z\d-]+\.)+[a-z\d-]{2,}$/i.test(email))
        return [];
      const several = /[;,，；、\s]/.test(email) || email.split('@').length > 2;
      return [{ path: `${path}.email`, ...(several ? { message: '只能填写一个电子邮箱' } : {}) }];
    }),
});

import type { FilingForm, PersonForm } from '../forms.ts';
import { ageOn } from './checksums.ts';
import { birthDateIn } from './identity-numbers.ts';
import { identitiesOf, isIndividual, type NamedPerson, peopleOf } from './people.ts';
import { type Place, rule } from './types.ts';

const PERSON_ID_TYPES = new Set(['2', '7', '11', '14', '30', '41', '42']);
const SAME_FIELDS = [
  ['name', '姓名'],
  ['id_type', '证件类型'],
  ['mobile', '手机号码'],
  ['office_phone', '办公电话'],
  ['email', '电子邮箱'],
  ['emergency_mobile', '应急联系电话'],
] as const;
const OWN_FIELDS = [
  ['mobile', '手机号码'],
  ['email', '电子邮箱'],
] as const;

export const personIdType = rule({
  code: 'person_id_type',
  severity: 'reject',
  message: '负责人不能使用这种证件',
  suggestion: '负责人可用居民身份证、护照、港澳台居民通行证或居住证、外国人永久居留身份证',
  broken: (form) =>
    identitiesOf(form).flatMap(({ path, id_type }) =>
      id_type === '' || PERSON_ID_TYPES.has(id_type) ? [] : [`${path}.id_type`],
    ),
});

export const personName = rule({
  code: 'person_name',
  severity: 'reject',
  message: '姓名应与证件上的完全一致',
  suggestion: '请填写证件上的姓名，不加称谓、数字或符号；少数民族姓名中的点请用“·”',
  broken: (form) =>
    identitiesOf(form).flatMap(({ path, name, id_type }) => {
      // Characters beyond GBK have a rule of their own, so any letter may stand here.
      const shape = id_type === '2' ? /^[\p{Script=Han}·]{2,}$/u : /^[\p{L}·.,'’ -]{2,}$/u;
      return name === '' || shape.test(name) ? [] : [`${path}.name`];
    }),
});

export const adult = rule({
  code: 'under_age',
  severity: 'reject',
  reason: 'leader_under_age',
  broken: (form, { today }) =>
    identitiesOf(form).flatMap(({ path, id_type, id_number }) => {
      const birth = birthDateIn(id_type, id_number);
      const age = birth === undefined ? 18 : ageOn(birth, today);
      if (age >= 18) return [];
      const nearly =
        age >= 16
          ? {
              suggestion:
                '已满 16 周岁的，少数省份凭收入证明可以办理，请先问服务商；否则请换一位成年人',
            }
          : {};
      return {
        path: `${path}.id_number`,
        message: `证件显示 ${Math.max(age, 0)} 周岁`,
        ...nearly,
      };
    }),
});

/** An individual runs his own site: nobody else leads it, and his particulars are the entity's. */
export const individualLeads = rule({
  code: 'individual_leads',
  severity: 'reject',
  message: '个人备案的负责人必须是本人',
  suggestion: '请与主办者的姓名和证件保持一致',
  broken: (form) =>
    isIndividual(form)
      ? peopleOf(form).flatMap(({ path, person }) => [
          ...(person.name !== '' && person.name !== form.entity.name ? [`${path}.name`] : []),
          ...(person.id_number !== '' && person.id_number !== form.entity.id_number
            ? [`${path}.id_number`]
            : []),
        ])
      : [],
});

/** One person named twice must be described alike. */
export const samePersonAgrees = rule({
  code: 'same_person_differs',
  severity: 'reject',
  reason: 'same_person_differs',
  broken: (form) =>
    pairsOf(form).flatMap(([before, after]) => {
      if (before.person.id_number === '' || before.person.id_number !== after.person.id_number)
        return [];
      return SAME_FIELDS.flatMap(([field, what]): Place[] => {
        const path = `${after.path}.${field}`;
        const message = `与${before.title}是同一人，但${what}不一致`;
        return before.person[field] === after.person[field] ? [] : [{ path, message }];
      });
    }),
});

/** Two people may not share a phone or a mailbox: each gets his own code and is called back himself. */
export const differentPeopleDiffer = rule({
  code: 'different_people_share',
  severity: 'reject',
  reason: 'contacts_shared',
  broken: (form) =>
    pairsOf(form).flatMap(([before, after]) => {
      const ids = [before.person.id_number, after.person.id_number];
      if (ids.includes('') || ids[0] === ids[1]) return [];
      return OWN_FIELDS.flatMap(([field, what]): Place[] => {
        const path = `${after.path}.${field}`;
        const message = `${what}与${before.title}的相同，但两人不是同一个人`;
        return same(before.person, after.person, field) ? [{ path, message }] : [];
      });
    }),
});

function same(one: PersonForm, other: PersonForm, field: 'mobile' | 'email'): boolean {
  return one[field] !== '' && one[field].toLowerCase() === other[field].toLowerCase();
}

function pairsOf(form: FilingForm): [NamedPerson, NamedPerson][] {
  const people = peopleOf(form);
  return people.flatMap((after, index) =>
    people.slice(0, index).map((before): [NamedPerson, NamedPerson] => [before, after]),
  );
}

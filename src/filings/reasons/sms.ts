import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import { changedParts } from '../kinds/changes.ts';
import { peopleOf } from '../rules/people.ts';

/** Applications that a bureau checks by SMS, and those it does not. */
export type SmsKind =
  | 'initial'
  | 'add_service'
  | 'add_access'
  | 'change_entity'
  | 'change_service'
  | 'change_access'
  | 'cancel_entity'
  | 'cancel_service'
  | 'drop_access';

type Leader = 'entity_leader' | 'service_leader';

/** Who is sent a code, by kind of application; practice since 2020-10. */
export const SMS_VERIFIERS: Readonly<Record<SmsKind, readonly Leader[]>> = {
  initial: ['entity_leader', 'service_leader'],
  add_service: ['service_leader'],
  add_access: ['service_leader'],
  change_entity: ['entity_leader'],
  change_service: ['service_leader'],
  change_access: [],
  cancel_entity: ['entity_leader'],
  cancel_service: ['service_leader'],
  drop_access: [],
};

/** As which kinds of application a request is checked: a change of several parts as several. */
export function smsKinds(form: FilingForm): SmsKind[] {
  const { kind } = form.request;
  if (kind === 'change') return [...changedParts(form)].map((part) => `change_${part}` as const);
  return kind === 'add_material' ? [] : [kind];
}

/** Whether anybody has to answer an SMS for this request. */
export function needsSms(form: FilingForm): boolean {
  return smsKinds(form).some((kind) => SMS_VERIFIERS[kind].length > 0);
}

/** Facts of the check, as bureaus run it. */
export const SMS_FACTS = {
  hours: 24,
  code_digits: 6,
  wrong_tries: 5,
  resends: 2,
  url: 'https://beian.miit.gov.cn',
  sender: '12381',
} as const;

export interface SmsDuty {
  /** Where the person stands in the form. */
  path: string;
  title: string;
  name: string;
  mobile: string;
}

/** The people who must answer an SMS, one per mobile number: it gets one code however often it is named. */
export function smsDuties(form: FilingForm): SmsDuty[] {
  const asked = smsKinds(form).flatMap((kind) => SMS_VERIFIERS[kind]);
  const leads = form.services.some((service) => service.leader_same);
  const people = peopleOf(form).filter(({ path }) =>
    path === 'entity.leader'
      ? asked.includes('entity_leader') || (asked.includes('service_leader') && leads)
      : asked.includes('service_leader'),
  );
  const mobiles = people.map(({ person }) => person.mobile);
  return people
    .filter((_, index) => mobiles.indexOf(mobiles[index] ?? '') === index)
    .map(({ path, person, title }) => ({ path, title, name: person.name, mobile: person.mobile }));
}

/** What to tell them, in the order they do it. */
export function smsSteps(form: FilingForm): string[] {
  const who = form.entity.kind === INDIVIDUAL ? '您' : '每位负责人';
  const { url, hours, sender, code_digits, wrong_tries } = SMS_FACTS;
  return [
    `${who}会收到 ${sender}（或 106 开头）发来的 ${code_digits} 位验证码，只发到所填的第一个手机号码。`,
    `收到后 ${hours} 小时内打开 ${url}，进入“短信核验”，填写验证码、手机号码和证件号码后六位。`,
    `连续输错 ${wrong_tries} 次后再输错，或超过 ${hours} 小时，申请会被退回服务商，需要重新提交，再收一次新的短信。`,
    '需要两个人核验时，两人都完成后才会进入管局审核。',
  ];
}

/** What is checked of each record: three certificates, two items of access, four phone numbers. */
export const LINES = {
  cert_entity: { group: '证件', label: '主办者证件', hint: '名称与证件号码一致，证件真实' },
  cert_entity_leader: { group: '证件', label: '主体负责人证件', hint: '姓名与证件号码一致' },
  cert_service_leader: { group: '证件', label: '网站负责人证件', hint: '姓名与证件号码一致' },
  access_provider: { group: '接入', label: '接入服务商', hint: '实际由我们接入' },
  access_ip: { group: '接入', label: 'IP 地址', hint: '域名解析的 IP 与备案一致' },
  phone_entity_mobile: { group: '电话', label: '主体负责人手机', hint: '拨打能找到本人' },
  phone_entity_office: { group: '电话', label: '主体负责人办公电话', hint: '拨打能找到单位或本人' },
  phone_service_mobile: { group: '电话', label: '网站负责人手机', hint: '拨打能找到本人' },
  phone_service_office: {
    group: '电话',
    label: '网站负责人办公电话',
    hint: '拨打能找到单位或本人',
  },
} as const;
export type Line = keyof typeof LINES;

/** `none`: there is nothing of the kind to check (an individual needs no office phone). */
export const VERDICTS = { right: '准确', wrong: '不准确', none: '不适用' } as const;
export type Verdict = keyof typeof VERDICTS;
export type Marks = Partial<Record<Line, Verdict>>;

export const lineNames = [
  ...(['cert_entity', 'cert_entity_leader', 'cert_service_leader'] as const),
  ...(['access_provider', 'access_ip'] as const),
  ...(['phone_entity_mobile', 'phone_entity_office'] as const),
  ...(['phone_service_mobile', 'phone_service_office'] as const),
];

export function isWhole(marks: Marks): boolean {
  return lineNames.every((line) => marks[line] !== undefined);
}

/** A record is right when nothing of it is wrong, neither of its entity nor of its access. */
export function isRight(marks: Marks): boolean {
  return isWhole(marks) && lineNames.every((line) => marks[line] !== 'wrong');
}

export interface Accuracy {
  checked: number;
  right: number;
  sample: number;
  /** Right records ÷ the sample, in percent with one decimal; null until all are checked. */
  percent: number | null;
}

export function accuracyOf(items: readonly Marks[]): Accuracy {
  const checked = items.filter(isWhole).length;
  const right = items.filter(isRight).length;
  const sample = items.length;
  const isDone = sample > 0 && checked === sample;
  return {
    checked,
    right,
    sample,
    percent: isDone ? Math.round((right / sample) * 1000) / 10 : null,
  };
}

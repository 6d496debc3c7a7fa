import type { Field, Separator } from '../tasks/plans.ts';

export const FIELD_WORDS: Record<Field, string> = {
  number: '卡号',
  secret: '卡密 / 密码',
  sell_by: '销售截止日',
  cost: '进价（元）',
};

export const SEPARATOR_WORDS: Record<Separator, string> = {
  '': '不分隔，一行是一张卡',
  '----': '----',
  tab: '制表符（Tab）',
  blank: '空格',
  ',': '逗号',
  '|': '竖线 |',
};

import { unknownCount } from './sentences.ts';

const TABS = [
  ['rules', '/reason-rules', '规则'],
  ['sentences', '/reason-rules/sentences', '没有规则认识的句子'],
  ['statistics', '/reason-rules/statistics', '退回统计'],
] as const;

/** The three views of what bureaus send back. */
export async function tabsFor(active: (typeof TABS)[number][0]) {
  const unknown = await unknownCount();
  return TABS.map(([key, href, label]) => ({
    ...{ href, label, active: key === active },
    ...(key === 'sentences' && unknown > 0 ? { count: unknown } : {}),
  }));
}

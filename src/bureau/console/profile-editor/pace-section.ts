import type { Plain } from '../../profile/editing/plain-fields.ts';
import { plainGroup, type Section, writePlains } from './section.ts';

const minutes = { inputmode: 'numeric', unit: '分钟', size: 's' };

const CALLS: Plain[] = [
  {
    ...{ path: 'pace.hours', label: '报备时间（北京时间）', optional: true },
    more: { example: '08:00-20:00', hint: '不限请留空' },
  },
  {
    ...{ path: 'pace.calls_per_hour', label: '每小时最多调用', as: 'number' },
    more: { inputmode: 'numeric', unit: '次', size: 's', hint: '0 为不限' },
  },
];
const POLLING: Plain[] = [
  {
    ...{ path: 'pace.polling.busy_for_minutes', label: '有上报或下载后，勤查多久', as: 'number' },
    more: minutes,
  },
  { path: 'pace.polling.busy_every_minutes', label: '勤查时，每隔', as: 'number', more: minutes },
  {
    ...{
      path: 'pace.polling.waiting_every_minutes',
      label: '还有备案等结果时，每隔',
      as: 'number',
    },
    more: minutes,
  },
  { path: 'pace.polling.quiet_every_minutes', label: '平时，每隔', as: 'number', more: minutes },
];
const BACKOFF: Plain[] = [
  {
    ...{ path: 'pace.backoff.first_seconds', label: '没有答复时，先等', as: 'number' },
    more: { ...minutes, unit: '秒' },
  },
  { path: 'pace.backoff.longest_minutes', label: '逐次加倍，最长等', as: 'number', more: minutes },
];
const ALL = [...CALLS, ...POLLING, ...BACKOFF].map((plain) => ({ ...plain, optional: true }));

/** When and how often the bureau is called. */
export const paceSection: Section = {
  title: '时间与频率',
  intro: '什么时候可以调用管局，多久查一次结果。留空的按缺省。',
  holds: (at) => at === 'pace' || at.startsWith('pace.'),
  groups: (document) => {
    const optional = (plains: Plain[]) => plains.map((plain) => ({ ...plain, optional: true }));
    return [
      plainGroup(document, '调用', optional(CALLS)),
      plainGroup(document, '查询结果', optional(POLLING)),
      plainGroup(document, '管局没有答复', optional(BACKOFF)),
    ];
  },
  write: (document, typed) => {
    writePlains(document, ALL, typed);
    return {};
  },
  fieldAt: (at) => at,
};

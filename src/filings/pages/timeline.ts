import { namesOf } from '../../accounts/index.ts';
import { shownTime } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { isCertain } from '../pace/pace.ts';
import { eventsOf } from '../queries.ts';
import type { EventRow, FilingRow } from '../tables.ts';

/** What happened, and who did it where it was one of us. */
const EVENTS: Record<
  string,
  { title: string; by: 'customer' | 'agent' | 'reviewer' | 'system' | 'bureau' }
> = {
  created: { title: '开始填写', by: 'customer' },
  submitted: { title: '提交备案', by: 'customer' },
  resubmitted: { title: '修改后重新提交', by: 'customer' },
  agent_passed: { title: '代理核对通过', by: 'agent' },
  agent_returned: { title: '代理退回修改', by: 'agent' },
  agent_passed_over: { title: '代理没有按时核对，直接进入初审', by: 'system' },
  returned: { title: '初审退回修改', by: 'reviewer' },
  returned_unfit: { title: '上报前退回修改', by: 'system' },
  passed: { title: '初审通过', by: 'reviewer' },
  resent: { title: '重新上报', by: 'reviewer' },
  reported: { title: '提交通信管理局', by: 'system' },
  held: { title: '暂缓上报', by: 'system' },
  accepted: { title: '管局已接收', by: 'bureau' },
  sms_done: { title: '已完成短信核验（客户确认）', by: 'customer' },
  sms_passed: { title: '短信核验完成', by: 'bureau' },
  sms_presumed: { title: '核验期限已过且未被退回，视为已进入管局审核', by: 'system' },
  bureau_passed: { title: '管局审核通过，等待备案号', by: 'bureau' },
  bureau_rejected: { title: '管局退回', by: 'bureau' },
  approved: { title: '备案通过', by: 'bureau' },
  completed: { title: '管局已办结', by: 'bureau' },
  material_taken: { title: '管局已收下一张材料', by: 'bureau' },
  ended: { title: '备案记录已注销', by: 'bureau' },
  withdrawn: { title: '撤回备案', by: 'customer' },
  closed: { title: '服务商关闭了这份申请', by: 'reviewer' },
  aside: { title: '收到与当前状态不符的管局结果，已请工作人员核实', by: 'bureau' },
};
const WHO = {
  customer: '客户',
  agent: '代理商',
  reviewer: '审核员',
  system: '系统',
  bureau: '通信管理局',
};

export type Reader = 'customer' | 'agent' | 'operator';

export interface Moment {
  at: Date;
  shown_at: string;
  event: string;
  title: string;
  who: string;
  words: string | null;
  /** When the next step is expected, as it was known then; null when it is not for us to say. */
  expected_at: Date | null;
  expected_words: string | null;
}

/** The filing's story, oldest first. Names of our people are for our people only. */
export async function timelineOf(
  db: Db,
  filing: Pick<FilingRow, 'id' | 'customer_id'>,
  reader: Reader,
): Promise<Moment[]> {
  const events = await eventsOf(db, filing.id);
  const ids = events.flatMap(({ actor_kind, actor_id }) =>
    actor_kind === 'user' && actor_id !== null ? [actor_id] : [],
  );
  const names = reader === 'operator' ? await namesOf(db, [...new Set(ids)]) : new Map();
  return Promise.all(
    events.map(async (row) => ({
      at: row.at,
      shown_at: shownTime(row.at),
      event: row.event,
      title: EVENTS[row.event]?.title ?? row.event,
      who: whoDid(row, names, reader),
      words: row.words,
      expected_at: row.expected_at,
      expected_words: row.expected_at && (await expectedWords(row.expected_at)),
    })),
  );
}

/** A moment that is past as `partials/timeline` takes it. */
export function momentShown({ at, event, title, who, words }: Moment) {
  return {
    state: /returned|rejected/.test(event) ? ('bad' as const) : ('done' as const),
    ...{ title, who },
    time: { ...timeShown(at), text: shownTime(at).slice(5, 16) },
    ...(words ? { text: words } : {}),
  };
}

function whoDid(row: EventRow, names: ReadonlyMap<number, string>, reader: Reader): string {
  const by = EVENTS[row.event]?.by ?? 'system';
  const name = row.actor_kind === 'user' && row.actor_id !== null && names.get(row.actor_id);
  if (name && (by === 'reviewer' || by === 'agent')) return name;
  if (by === 'customer') {
    if (row.actor_kind === 'client') return '接口提交';
    return reader === 'customer' ? '您' : WHO.customer;
  }
  return row.actor_kind === 'system' && by === 'reviewer' ? WHO.system : WHO[by];
}

/** "预计 2027-02-26 18:00 前", with a word of doubt when holidays on the way are not announced yet. */
export async function expectedWords(at: Date): Promise<string> {
  const doubt = (await isCertain(at)) ? '' : '（当年节假日安排尚未公布，按周一至周五估算）';
  return `预计 ${shownTime(at).slice(0, 16)} 前${doubt}`;
}

import { shownDay, shownTime } from '../../platform/clock.ts';
import { maskName } from '../../platform/mask.ts';
import { type Mark, marksOf } from '../marks.ts';
import { type Numbers, numbersOf } from '../numbers.ts';
import { provinceName } from '../provinces/index.ts';
import { labelOf } from '../rules/index.ts';
import type { FilingStatus } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { expectedWords } from './timeline.ts';
import { openTitle } from './title.ts';

export type Tone = 'neutral' | 'info' | 'warning' | 'danger' | 'success';

interface Words {
  label: string;
  tone: Tone;
  /** The current step in words. */
  now: string;
  /** What the customer has to do now; null when nothing. */
  todo: string | null;
}

/** Every status in words people read. */
export const STATUS_WORDS: Record<FilingStatus, Words> = {
  draft: {
    label: '草稿',
    tone: 'neutral',
    now: '资料还没有提交',
    todo: '请填完资料并提交',
  },
  agent_review: {
    label: '代理核对中',
    tone: 'info',
    now: '您的代理商正在核对资料，核对后交给审核员',
    todo: null,
  },
  provider_review: {
    label: '初审中',
    tone: 'info',
    now: '审核员正在核对您的资料',
    todo: null,
  },
  needs_fix: {
    label: '待修改',
    tone: 'warning',
    now: '初审发现需要修改的地方',
    todo: '请按标出的说明修改，然后重新提交',
  },
  ready_to_report: {
    label: '待上报',
    tone: 'info',
    now: '初审已通过，正在准备提交通信管理局',
    todo: null,
  },
  reporting: {
    label: '上报中',
    tone: 'info',
    now: '正在提交通信管理局',
    todo: null,
  },
  sms_pending: {
    label: '待短信核验',
    tone: 'warning',
    now: '等待负责人完成短信核验',
    todo: '请负责人在期限内到 https://beian.miit.gov.cn 完成短信核验',
  },
  bureau_review: {
    label: '管局审核中',
    tone: 'info',
    now: '通信管理局正在审核，期间请保持负责人手机畅通',
    todo: null,
  },
  bureau_rejected: {
    label: '管局退回',
    tone: 'danger',
    now: '通信管理局退回了这份备案',
    todo: '请按标出的说明修改，然后重新提交',
  },
  approved: {
    label: '已通过',
    tone: 'success',
    now: '备案已通过',
    todo: '请在网站底部标明备案号并链接到 https://beian.miit.gov.cn，并在 30 日内办理公安联网备案',
  },
  withdrawn: { label: '已撤回', tone: 'neutral', now: '这份备案已撤回，不再办理', todo: null },
};

export interface Standing extends Words {
  status: FilingStatus;
  status_at: Date;
  shown_at: string;
  expected_at: Date | null;
  expected_words: string | null;
  /** Why it waits, when it does. */
  held: string | null;
}

/** Where a filing stands, what the customer has to do, and when the next step is expected. */
export async function standingOf(row: FilingRow): Promise<Standing> {
  const words = STATUS_WORDS[row.status];
  const expected_at = dueAt(row);
  return {
    ...words,
    ...(isOurs(row) ? OURS : {}),
    status: row.status,
    status_at: row.status_at,
    shown_at: shownTime(row.status_at),
    expected_at,
    expected_words:
      row.status === 'sms_pending' && expected_at
        ? `请在 ${shownTime(expected_at).slice(0, 16)} 前完成`
        : expected_at && (await expectedWords(expected_at)),
    held: heldWords(row),
  };
}

/** When the step that a filing waits for is due; null when it is not for us to say. */
export function dueAt(row: FilingRow): Date | null {
  if (row.status === 'agent_review') return row.agent_due_at;
  if (row.status === 'provider_review') return row.review_due_at;
  return row.status === 'sms_pending' ? row.sms_due_at : null;
}

const OURS = {
  now: '通信管理局退回了这份备案，原因在我们这一侧，工作人员正在处理',
  todo: null,
};

/** A refusal for which the customer can do nothing. */
function isOurs(row: FilingRow): boolean {
  if (row.status !== 'bureau_rejected') return false;
  const marks = marksOf(row);
  return marks.length > 0 && marks.every(({ who }) => who === 'operator');
}

function heldWords({ status, held_reason, held_until }: FilingRow): string | null {
  if (!held_reason || (status !== 'ready_to_report' && status !== 'reporting')) return null;
  return held_until
    ? `${held_reason}（预计 ${shownTime(held_until).slice(0, 16)} 恢复）`
    : held_reason;
}

/** A mark with the name of its field; marks without a field concern the whole filing. */
export interface ShownMark extends Mark {
  label: string;
}

/** What the customer is to mend now: only while the filing is his to mend. */
export function shownMarks(row: FilingRow): ShownMark[] {
  if (row.status !== 'needs_fix' && row.status !== 'bureau_rejected') return [];
  return marksOf(row).map((mark) => ({ ...mark, label: labelOf(mark.path) }));
}

export interface ListedFiling {
  filing_no: string;
  title: string;
  domain: string;
  province: string;
  status: FilingStatus;
  label: string;
  tone: Tone;
  saved_on: string;
  numbers: Numbers | null;
}

/** A line of a list. Operators see the names of individuals masked. */
export function listedFiling(row: FilingRow, reader: 'customer' | 'operator'): ListedFiling {
  const { entity, service, domain, individual } = openTitle(row);
  const name = reader === 'operator' && individual ? maskName(entity) : entity;
  const { label, tone } = STATUS_WORDS[row.status];
  return {
    filing_no: row.filing_no,
    title: [service, name].filter(Boolean).join(' · ') || '未命名备案',
    domain,
    province: provinceName(row.province_code),
    ...{ status: row.status, label, tone },
    saved_on: shownDay(row.saved_at),
    numbers: numbersOf(row),
  };
}

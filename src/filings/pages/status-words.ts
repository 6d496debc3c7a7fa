import { endedWords } from '../ended-words.ts';
import type { FilingKind } from '../kinds/names.ts';
import type { FilingStatus } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';

export type Tone = 'neutral' | 'info' | 'warning' | 'danger' | 'success';

export interface Words {
  label: string;
  tone: Tone;
  /** The current step in words. */
  now: string;
  /** What the customer has to do now; null when nothing. */
  todo: string | null;
}

const FOOTER = '请在网站底部标明备案号并链接到 https://beian.miit.gov.cn';
const GONE = '请停止网站访问，并去掉页面底部的备案号';

/** Every status in words people read; what "approved" means is for each kind of request its own. */
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
    todo: `${FOOTER}，并在 30 日内办理公安联网备案`,
  },
  withdrawn: { label: '已撤回', tone: 'neutral', now: '这份备案已撤回，不再办理', todo: null },
};

const done = (label: string, now: string, todo: string | null = null): Words => ({
  ...{ label, tone: 'success', now, todo },
});

const DONE: Readonly<Record<FilingKind, Words>> = {
  initial: STATUS_WORDS.approved,
  add_service: { ...STATUS_WORDS.approved, now: '新增的网站备案已通过' },
  add_access: done(
    '已通过',
    '接入备案已通过',
    `${FOOTER}；原来的接入不再使用时，请到原接入商处取消接入`,
  ),
  change: done('变更完成', '管局已按这份申请变更备案'),
  cancel_entity: done('已注销', '主体备案和名下全部网站的备案都已注销', GONE),
  cancel_service: done('已注销', '网站备案已注销', GONE),
  drop_access: done(
    '已取消接入',
    '我们对这个网站的接入已取消',
    '请确认网站已由其他接入商提供服务，我们这边会停止接入',
  ),
  add_material: done('已收下', '管局已收下补交的材料'),
};

/** Where a filing stands, in the words of its kind. What the bureau has ended since is said before all else. */
export function wordsFor(
  row: Pick<FilingRow, 'filing_no' | 'kind' | 'status' | 'ended_at' | 'ended_words_sealed'>,
): Words {
  const { kind, status, ended_at } = row;
  if (status !== 'approved') return STATUS_WORDS[status];
  if (ended_at === null) return DONE[kind];
  return {
    label: '备案已注销',
    tone: 'neutral',
    now: endedWords(row) ?? '管局注销了这份备案',
    todo: '网站须停止访问，备案号不能再用；还要开办，请重新办理备案',
  };
}

/** What the last step brings, as it is called while it is still ahead. */
export const LAST_STEP: Readonly<Record<FilingKind, string>> = {
  initial: '获得备案号',
  add_service: '获得备案号',
  add_access: '接入备案完成',
  change: '变更完成',
  cancel_entity: '注销完成',
  cancel_service: '注销完成',
  drop_access: '取消接入完成',
  add_material: '管局收下材料',
};

import { type Request, Router } from 'express';
import { z } from 'zod';
import { nameActions } from '../../audit/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { timeShown } from '../../platform/present.ts';
import { read } from '../../platform/web.ts';
import { bureauTabs } from '../console/tabs.ts';
import { compareResync, type Difference } from './compare-resync.ts';
import { listedIn } from './resyncs.ts';
import { applyResync, dismissResync } from './settle-resync.ts';
import type { ResyncRow } from './tables.ts';

nameActions({
  'bureau.resync_applied': '采用管局全量数据',
  'bureau.resync_dismissed': '搁置管局全量数据',
});

export const resyncRoutes = Router();
const mayManage = requires('bureau.manage');
const MOST_SHOWN = 200;

const STATES = {
  waiting: { text: '待核对', tone: 'wait' },
  applied: { text: '已采用', tone: 'ok' },
  dismissed: { text: '已搁置', tone: 'idle' },
} as const;
const MOST_LISTED = 100;

/** Full lists of all bureaus, the newest first. */
resyncRoutes.get('/bureau-resyncs', mayManage, async (_req, res) => {
  const rows: (ResyncRow & { name: string })[] = await db('bureau_resyncs')
    .join('bureaus', 'bureaus.id', 'bureau_resyncs.bureau_id')
    .orderBy('bureau_resyncs.id', 'desc')
    .limit(MOST_LISTED)
    .select('bureau_resyncs.*', 'bureaus.name as name');
  res.page('bureau/resyncs', {
    title: '全量同步',
    tabs: await bureauTabs(db, 'resyncs'),
    resyncs: rows.map(({ resync_no, name, items, state, created_at }) => ({
      href: `/bureau-resyncs/${resync_no}`,
      ...{ bureau: name, items, state: STATES[state], time: timeShown(created_at) },
    })),
  });
});

/** What a full list would change here, before anybody confirms it. */
resyncRoutes.get('/bureau-resyncs/:no', mayManage, async (req, res) => {
  const resync = await resyncIn(req);
  const isWaiting = resync.state === 'waiting';
  const listed = isWaiting ? await listedIn(db, resync) : undefined;
  const differences = listed ? await compareResync(db, resync.bureau_id, listed) : [];
  const bureau = await db('bureaus').where({ id: resync.bureau_id }).first('name');
  res.page('bureau/resync', {
    title: '全量同步',
    resync: { no: resync.resync_no, items: resync.items, time: timeShown(resync.created_at) },
    state: resync.state,
    bureau: bureau?.name ?? '',
    counts: countsOf(differences),
    differences: differences.slice(0, MOST_SHOWN).map(shown),
    more: Math.max(0, differences.length - MOST_SHOWN),
  });
});

const Confirmed = z.object({
  items: z.coerce.number().int(),
  end_missing: z.literal('yes').optional(),
});

resyncRoutes.post('/bureau-resyncs/:no/confirmation', mayManage, async (req, res) => {
  const resync = await resyncIn(req);
  const { items, end_missing } = read(Confirmed, req.body);
  const wanted = { items, end_missing: end_missing === 'yes' };
  const { changed, ended } = await applyResync(resync, wanted, userOf(req).actor);
  res.flash('success', `已采用管局数据：更新 ${changed} 条，注销 ${ended} 条`);
  res.redirect(303, '/bureau-resyncs');
});

resyncRoutes.post('/bureau-resyncs/:no/dismissal', mayManage, async (req, res) => {
  await dismissResync(await resyncIn(req), userOf(req).actor);
  res.flash('success', '已搁置，本系统的数据没有改变');
  res.redirect(303, '/bureau-resyncs');
});

async function resyncIn(req: Request): Promise<ResyncRow> {
  const resync_no = String(req.params['no']);
  return must(await db('bureau_resyncs').where({ resync_no }).first(), '全量同步');
}

const CHANGES = {
  new: { text: '新增', tone: 'ok' },
  changed: { text: '不同', tone: 'warn' },
  older: { text: '管局的较旧', tone: 'idle' },
  missing: { text: '管局没有', tone: 'bad' },
} as const;
const WHAT = { entity: '主体', service: '网站', resource: 'IP 或域名备案' };

function countsOf(differences: Difference[]): Record<Difference['change'], number> {
  const counts = { new: 0, changed: 0, older: 0, missing: 0 };
  for (const { change } of differences) counts[change]++;
  return counts;
}

const FIELDS: Record<string, string> = {
  icp_number: '备案号',
  kind: '单位性质',
  name: '名称',
  id_type: '证件类型',
  id_number: '证件号码',
  id_address: '证件住所',
  investor: '投资人',
  mailing_address: '通信地址',
  province_code: '省份',
  city_code: '城市',
  county_code: '区县',
  leader: '负责人',
  remark: '备注',
  content_types: '服务内容',
  prior_approvals: '前置审批',
  languages: '语种',
  home_url: '首页网址',
  domains: '域名',
  accesses: '接入',
};

function shown({ what, bureau_id, icp_number, name, change, fields }: Difference) {
  return {
    what: WHAT[what],
    name: icp_number || name || bureau_id,
    sub: icp_number ? name : null,
    change: CHANGES[change],
    fields: fields.map((field) => FIELDS[field] ?? field).join('、'),
  };
}

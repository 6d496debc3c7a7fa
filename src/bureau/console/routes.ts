import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { nameActions, record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { readOr } from '../../platform/web.ts';
import { standingAlarms } from '../alarms.ts';
import { blockRoutes } from '../blocklist/block-routes.ts';
import { allBureaus, bureauNamed } from '../bureaus/bureaus.ts';
import { checkBureau } from '../bureaus/check-bureau.ts';
import { exchange } from '../exchange/exchange.ts';
import { markHandled } from '../inbox.ts';
import { profilesInForce } from '../profile/versions.ts';
import { resyncRoutes } from '../registry/resync-routes.ts';
import type { BureauRow } from '../tables.ts';
import { taskRoutes } from '../tasks/task-routes.ts';
import { callRoutes } from './call-routes.ts';
import { adoptNumber, pauseBureau, resumeBureau } from './operate.ts';
import {
  bureauPage,
  downloadPage,
  inboxPage,
  provinceNames,
  uploadPage,
  waitingByBureau,
} from './pages.ts';
import { passwordRoutes } from './password-routes.ts';
import { pathOf, shownBureau, shownStanding } from './present.ts';
import { profileRoutes } from './profile-routes.ts';
import { BureauForm, EMPTY, formOf, saveBureau, typedIn } from './save-bureau.ts';
import { bureauTabs } from './tabs.ts';

nameActions({
  'bureau.created': '添加管局接口',
  'bureau.changed': '修改管局接口',
  'bureau.paused': '暂停管局接口',
  'bureau.resumed': '恢复管局接口',
  'bureau.checked': '测试管局接口',
  'bureau.exchanged': '立即与管局交换',
  'bureau.sequence_adopted': '以管局序号为准',
  'bureau.file_split': '拆分上报文件',
  'bureau.inbox_handled': '处理管局来件',
  'bureau.file_shown': '查看管局文件',
});

export const routes = Router().use(
  passwordRoutes,
  profileRoutes,
  callRoutes,
  taskRoutes,
  blockRoutes,
  resyncRoutes,
);
const mayManage = requires('bureau.manage');

const MOST_ALARMS = 20;

/** Every bureau, and before them what somebody must look at. */
routes.get('/bureaus', mayManage, async (_req, res) => {
  const waiting = await waitingByBureau(db);
  const names = await provinceNames(db);
  const bureaus = (await allBureaus(db)).map((row) =>
    shownBureau(row, waiting.get(row.id) ?? 0, names),
  );
  const alarms = (await standingAlarms(db)).slice(0, MOST_ALARMS).map(shownStanding);
  const tabs = await bureauTabs(db, 'bureaus');
  res.page('bureau/list', { title: '管局接口', bureaus, alarms, tabs });
});

routes.get('/bureaus/new', mayManage, (_req, res) => showForm(res, undefined, EMPTY));

routes.post('/bureaus', mayManage, async (req, res) => {
  const form = readOr(BureauForm, req.body);
  const fields = form.ok ? await saveBureau(form.data, undefined, userOf(req).actor) : form.fields;
  if (fields || !form.ok) return showForm(res.status(422), undefined, typedIn(req.body), fields);
  res.flash('success', '已保存。请先测试连接');
  res.redirect(303, pathOf(form.data.name));
});

routes.get('/bureaus/:name', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  await showBureau(res, bureau);
});

routes.get('/bureaus/:name/settings', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  await showForm(res, bureau, formOf(bureau));
});

routes.post('/bureaus/:name/settings', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const form = readOr(BureauForm, { ...req.body, name: bureau.name });
  const fields = form.ok ? await saveBureau(form.data, bureau, userOf(req).actor) : form.fields;
  if (fields) return showForm(res.status(422), bureau, typedIn(req.body), fields);
  res.flash('success', '已保存');
  res.redirect(303, pathOf(bureau.name));
});

/** Tries the connection; every check is shown on the page. */
routes.post('/bureaus/:name/checks', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const { ok, checks } = await checkBureau(bureau.name);
  await note(req, bureau, 'bureau.checked', { ok });
  res.page('bureau/check', { title: '测试连接', name: bureau.name, ok, checks });
});

routes.post('/bureaus/:name/exchanges', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const report = await exchange(bureau.name);
  await note(req, bureau, 'bureau.exchanged', { files: report.uploaded.length });
  const stopped =
    report.error ?? report.held?.reason ?? (report.busy ? '正在交换，请稍后再看' : null);
  if (stopped) res.flash('info', stopped);
  else {
    const up = report.uploaded.length;
    res.flash('success', `已上报 ${up} 个文件，下载 ${report.downloaded.length} 个`);
  }
  res.redirect(303, pathOf(bureau.name));
});

const Reason = z.object({ reason: reasonGiven('请写明原因') });

routes.post('/bureaus/:name/pause', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const form = readOr(Reason, req.body);
  if (!form.ok) {
    const reason = typeof req.body?.reason === 'string' ? req.body.reason : '';
    return showBureau(res.status(422), bureau, { reason, error: form.fields['reason'] ?? null });
  }
  await pauseBureau(bureau.name, form.data.reason, userOf(req).actor);
  res.flash('success', '已暂停，排队中的备案会显示原因');
  res.redirect(303, pathOf(bureau.name));
});

routes.post('/bureaus/:name/pause/removal', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  await resumeBureau(bureau.name, userOf(req).actor);
  res.flash('success', '已恢复，马上开始交换');
  res.redirect(303, pathOf(bureau.name));
});

routes.post('/bureaus/:name/sequence', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const next = await adoptNumber(bureau.name, userOf(req).actor);
  res.flash('success', `已按管局的序号接续，下一个序号为 ${next}`);
  res.redirect(303, pathOf(bureau.name));
});

routes.get('/bureaus/:name/uploads/:no', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const page = await uploadPage(bureau, String(req.params['no']));
  await note(req, bureau, 'bureau.file_shown', { file: req.params['no'] });
  res.page('bureau/upload', { title: '上报文件', name: bureau.name, ...page });
});

routes.get('/bureaus/:name/downloads/:no', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const page = await downloadPage(bureau, String(req.params['no']));
  await note(req, bureau, 'bureau.file_shown', { file: req.params['no'] });
  res.page('bureau/download', { title: '下载文件', name: bureau.name, ...page });
});

routes.get('/bureaus/:name/inbox/:no', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const page = await inboxPage(bureau, String(req.params['no']));
  await note(req, bureau, 'bureau.file_shown', { file: req.params['no'] });
  res.page('bureau/inbox', { title: '管局来件', name: bureau.name, ...page });
});

routes.post('/bureaus/:name/inbox/:no/handled', mayManage, async (req, res) => {
  const bureau = await bureauIn(req);
  const { entry } = await inboxPage(bureau, String(req.params['no']));
  await inTransaction(async (trx) => {
    if (!(await markHandled(trx, String(req.params['no'])))) return;
    const details = { file: req.params['no'], kind: entry.kind };
    await record(trx, userOf(req).actor, 'bureau.inbox_handled', `bureau:${bureau.name}`, details);
  });
  res.flash('success', '已标记为处理完毕');
  res.redirect(303, pathOf(bureau.name));
});

/** `pause` is what was typed to pause it, and what is wrong with that. */
async function showBureau(
  res: Response,
  bureau: BureauRow,
  pause: { reason: string; error: string | null } = { reason: '', error: null },
): Promise<void> {
  res.page('bureau/bureau', { title: bureau.name, ...(await bureauPage(bureau)), pause });
}

async function bureauIn(req: Request): Promise<BureauRow> {
  return must(await bureauNamed(db, String(req.params['name'])), '管局');
}

function note(req: Request, bureau: BureauRow, action: string, details: object): Promise<void> {
  const { actor } = userOf(req);
  return inTransaction((trx) => record(trx, actor, action, `bureau:${bureau.name}`, details));
}

/** To choose from; a code that was set by a file and is none of them stays as it is. */
async function provinces(held: string) {
  const names = await provinceNames(db);
  const known = [...names].map(([value, label]) => ({ value, label }));
  const own = known.some(({ value }) => value === held)
    ? []
    : [{ value: held, label: held || '请选择' }];
  return [...own, ...known];
}

async function showForm(
  res: Response,
  bureau: BureauRow | undefined,
  values: BureauForm,
  fields: Record<string, string> = {},
): Promise<void> {
  const secrets = { password: '', aes_key: '', aes_iv: '' };
  res.page('bureau/settings', {
    title: bureau ? '接口设置' : '添加管局',
    name: bureau?.name ?? null,
    has_key: bureau?.aes_key_sealed != null,
    values: { ...values, ...secrets },
    profiles: await profilesInForce(db),
    provinces: await provinces(values.province_code),
    fields,
  });
}

import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { nameActions, record } from '../../audit/index.ts';
import { defineStats } from '../../platform/dashboard.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { linkTo } from '../../platform/links.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { read, readOr, wantsJson } from '../../platform/web.ts';
import { allBureaus } from '../bureaus/bureaus.ts';
import { codeTable } from '../code-tables.ts';
import { bureauTabs } from '../console/tabs.ts';
import { ANSWER_FORMS, type Answer, answerable, emptyAnswer } from './answers.ts';
import { factsOf } from './facts.ts';
import { TASK_KINDS } from './kinds.ts';
import { countTasks, type ListedTask, listTasks, TasksAsked, taskNumbered } from './list-tasks.ts';
import { shownTask, shownWhole, taskPath } from './present.ts';
import { openTask } from './seals.ts';
import { answerTask, closeTask } from './settle-task.ts';

nameActions({
  'bureau.task_answered': '反馈管局待办',
  'bureau.task_closed': '完成管局待办',
  'bureau.task_revealed': '查看管局待办的个人信息',
});

export const taskRoutes = Router();
const mayManage = requires('bureau.manage');

defineStats({
  needs: 'bureau.manage',
  read: async (db) => {
    const { open, urgent } = await countTasks(db);
    const note = urgent > 0 ? `${urgent} 项 24 小时内到期或已逾期` : '没有即将到期的';
    const value = String(open);
    const tone = urgent > 0 ? ('bad' as const) : ('ok' as const);
    return [{ label: '管局待办', value, unit: '项', href: '/bureau-tasks', tone, note }];
  },
});

taskRoutes.get('/bureau-tasks', mayManage, async (req, res) => {
  const asked = read(TasksAsked, req.query);
  const { tasks, next } = await listTasks(db, asked);
  const { after, ...values } = asked;
  res.page('bureau/tasks', {
    title: '管局待办',
    tasks: tasks.map(shownTask),
    values,
    kinds: Object.entries(TASK_KINDS).map(([value, { word }]) => ({ value, label: word })),
    bureaus: (await allBureaus(db)).map(({ name }) => name),
    tabs: await bureauTabs(db, 'tasks'),
    resyncs: await waitingResyncs(db),
    next_href: next ? linkTo('/bureau-tasks', { ...values, after: next }) : null,
    first_href: after ? linkTo('/bureau-tasks', values) : null,
  });
});

async function waitingResyncs(db: Db): Promise<{ href: string; label: string }[]> {
  const rows: { resync_no: string; name: string }[] = await db('bureau_resyncs')
    .join('bureaus', 'bureaus.id', 'bureau_resyncs.bureau_id')
    .where('state', 'waiting')
    .select('resync_no', 'bureaus.name as name');
  return rows.map(({ resync_no, name }) => ({ href: `/bureau-resyncs/${resync_no}`, label: name }));
}

taskRoutes.get('/bureau-tasks/:no', mayManage, async (req, res) => {
  await showTask(req, res, await taskIn(req));
});

taskRoutes.post('/bureau-tasks/:no/answer', mayManage, async (req, res) => {
  const task = await taskIn(req);
  const kind = answerable(task);
  if (!kind) throw new UserError('conflict', '这项待办已被处理，请刷新页面');
  const typed = Object.fromEntries(
    Object.entries(req.body ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const form = readOr(ANSWER_FORMS[kind], typed);
  const again = (fields: Record<string, string>) =>
    showTask(req, res.status(422), task, { values: typed, fields });
  if (!form.ok) {
    await again(form.fields);
    return;
  }
  // The form of a kind gives the answer of that kind.
  const given = { kind, answer: form.data } as Answer;
  const refused = await refusedFields(() => answerTask(task, given, userOf(req).actor));
  if (refused) {
    await again(refused);
    return;
  }
  res.flash('success', '反馈已保存，等待上报管局');
  res.redirect(303, taskPath(task.task_no));
});

/** What the bureau's format refuses comes back with the form; a field that is not in the form under its path. */
async function refusedFields(
  deed: () => Promise<void>,
): Promise<Record<string, string> | undefined> {
  try {
    await deed();
    return undefined;
  } catch (error) {
    if (error instanceof UserError && error.code === 'unprocessable') return error.fields;
    throw error;
  }
}

const Closing = z.object({ words: z.string().trim().min(2, '请写明怎样处理的').max(300) });

taskRoutes.post('/bureau-tasks/:no/closing', mayManage, async (req, res) => {
  const task = await taskIn(req);
  const form = readOr(Closing, req.body);
  if (!form.ok) {
    const values = { words: String(req.body?.words ?? '') };
    await showTask(req, res.status(422), task, { values, fields: form.fields });
    return;
  }
  await closeTask(task, form.data.words, userOf(req).actor);
  res.flash('success', '已标记为处理完毕');
  res.redirect(303, '/bureau-tasks');
});

const Reason = z.object({ reason: reasonGiven('请写明为什么要看') });
const mayReveal = requires('personal.reveal');

taskRoutes.get('/bureau-tasks/:no/people', mayManage, mayReveal, async (req, res) => {
  const { task_no } = await taskIn(req);
  res.page('bureau/task-people', { title: '查看个人信息', task_no, facts: null });
});

/** Opens people and certificates of a task, for somebody who says why. */
taskRoutes.post('/bureau-tasks/:no/people', mayManage, mayReveal, async (req, res) => {
  const { reason } = read(Reason, req.body);
  const task = await taskIn(req);
  const { task_no } = task;
  const { actor } = userOf(req);
  await inTransaction((trx) =>
    record(trx, actor, 'bureau.task_revealed', `task:${task_no}`, { reason }),
  );
  const facts = factsOf(task.kind, openTask(task), true);
  const value = facts.map((one) => `${one.label}：${one.value}`).join('；');
  if (wantsJson(req)) res.json({ value });
  else res.page('bureau/task-people', { title: '查看个人信息', task_no, facts });
});

async function taskIn(req: Request): Promise<ListedTask> {
  return must(await taskNumbered(db, String(req.params['no'])), '待办');
}

interface Typed {
  values: Record<string, string>;
  fields: Record<string, string>;
}

async function showTask(req: Request, res: Response, task: ListedTask, typed?: Typed) {
  const user = userOf(req);
  const answer_kind = answerable(task) ?? null;
  const empty = answer_kind ? emptyAnswer(answer_kind, task.deadline_at, user.name) : {};
  res.page('bureau/task', {
    title: TASK_KINDS[task.kind].word,
    task: shownWhole(task),
    answer_kind,
    actions: await codeTable(db, 'unfiled_actions'),
    values: { words: '', ...empty, ...typed?.values },
    fields: typed?.fields ?? {},
    may_reveal: user.may('personal.reveal'),
    report: await reportOf(task.record_no),
  });
}

const REPORT = {
  queued: '等待上报',
  frozen: '正在上报',
  accepted: '管局已受理',
  answered: '管局已答复',
};

async function reportOf(record_no: string | null): Promise<string | null> {
  const row = record_no && (await db('bureau_records').where({ record_no }).first('status'));
  return row ? REPORT[row.status] : null;
}

import { type Request, Router } from 'express';
import { requires, userOf } from '../../../accounts/index.ts';
import { shownDay } from '../../../platform/clock.ts';
import { db } from '../../../platform/db.ts';
import { must } from '../../../platform/errors.ts';
import { sendCsv } from '../../../platform/tables/send-csv.ts';
import { placeFor, readAsked } from '../list/asked.ts';
import { askToStop } from './begin.ts';
import { fetchFile } from './fetch-file.ts';
import { planOf } from './plan.ts';
import { shownTask } from './present.ts';
import type { TaskRow } from './tables.ts';
import { KIND_WORDS } from './words.ts';

/** What workers do for an operator: how far it is, to stop it, and its file once. Each sees his own. */
export const taskRoutes = Router();
const reads = requires('shop.read');
const SHOWN = 50;

taskRoutes.get('/shop-tasks', reads, async (req, res) => {
  const tasks = await db('shop_tasks')
    .where({ made_by: userOf(req).id })
    .orderBy('id', 'desc')
    .limit(SHOWN);
  res.page('orders/desk/tasks', { title: '批量任务', tasks: tasks.map(shownTask) });
});

taskRoutes.get('/shop-tasks/:task_no', reads, async (req, res) => {
  const task = await taskIn(req);
  const { asked, reason, note, month } = planOf(task);
  res.page('orders/desk/task', {
    title: KIND_WORDS[task.kind],
    task: shownTask(task),
    ...{ reason, note, month },
    list_href: task.kind === 'settlement' ? '/shop-reports' : placeFor(readAsked(asked)),
  });
});

taskRoutes.post('/shop-tasks/:task_no/stopping', reads, async (req, res) => {
  const task = await taskIn(req);
  await askToStop(task, userOf(req).actor);
  res.redirect(303, `/shop-tasks/${task.task_no}`);
});

taskRoutes.post('/shop-tasks/:task_no/file', reads, async (req, res) => {
  const task = await taskIn(req);
  const { format, month } = planOf(task);
  const title = task.kind === 'settlement' ? `结算单-${month}` : '订单';
  const bytes = await fetchFile(task, userOf(req).actor);
  await sendCsv(res, `${title}-${shownDay(task.created_at)}.${format}`, bytes);
});

async function taskIn(req: Request): Promise<TaskRow> {
  const task_no = String(req.params['task_no']);
  const made_by = userOf(req).id;
  return must(await db('shop_tasks').where({ task_no, made_by }).first(), '任务');
}

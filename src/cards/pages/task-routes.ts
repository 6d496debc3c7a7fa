import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { shownDay } from '../../platform/clock.ts';
import { must, UserError } from '../../platform/errors.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { fetchExport } from '../exporting/begin-export.ts';
import { askToStop } from '../tasks/begin.ts';
import { exportPlan } from '../tasks/plans.ts';
import { taskIn } from './find.ts';
import { shownTask } from './present.ts';

/** Long work on cards that is no import: how far it is, and its file when it was an export. */
export const taskRoutes = Router();
const reads = requires('shop.read');

taskRoutes.get('/card-tasks/:task_no', reads, async (req, res) => {
  const task = await taskIn(req);
  const plan = task.kind === 'export' ? exportPlan(task) : null;
  res.page('cards/task', {
    title: shownTask(task).title,
    task: shownTask(task),
    is_own: task.made_by === userOf(req).id,
    export_words: plan && {
      format: plan.format.toUpperCase(),
      secrets: plan.reason === null ? '已遮住' : `完整，原因：${plan.reason}`,
    },
  });
});

/** An undoing or a freeze must reach its end: the batch has said already what it is. */
taskRoutes.post('/card-tasks/:task_no/stopping', reads, async (req, res) => {
  const found = await taskIn(req);
  const user = userOf(req);
  const isTheirs = found.made_by === user.id || user.may('shop.manage');
  const task = must(isTheirs ? found : undefined, '任务');
  if (task.kind === 'undo' || task.kind === 'freeze' || task.kind === 'thaw')
    throw new UserError('conflict', '这项任务要做完才能停下，请稍等');
  await askToStop(task, user.actor);
  res.redirect(303, `/card-tasks/${task.task_no}`);
});

taskRoutes.post('/card-tasks/:task_no/file', reads, async (req, res) => {
  const task = await taskIn(req);
  if (task.kind !== 'export') throw new UserError('conflict', '这项任务没有文件');
  const { format } = exportPlan(task);
  const chunks = await fetchExport(task, userOf(req));
  // The name tells its type.
  await sendCsv(res, `卡密-${shownDay(task.created_at)}.${format}`, chunks);
});

import { openFile } from '../../documents/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import type { TaskRow } from '../tables.ts';
import { type ImportPlan, importPlan, sealPlan } from '../tasks/plans.ts';
import { described, firstRows } from './keep-source.ts';
import { FIELD_WORDS } from './words.ts';

export type Choice = Pick<
  ImportPlan,
  'separator' | 'has_heading' | 'columns' | 'sell_by' | 'cost_cents'
>;

/**
 * Says how a file is to be read. Another separator makes other columns: they are guessed anew. After it the dry run is
 * due again. Throws a UserError that names the columns that make no card.
 */
export async function chooseColumns(task: TaskRow, said: Choice): Promise<void> {
  const plan = importPlan(task);
  const isSplitAnew = plan.format === 'lines' && said.separator !== plan.separator;
  const split = isSplitAnew ? await splitAnew(task, plan, said) : {};
  const next = { ...plan, ...said, ...split };
  const columns = next.columns.slice(0, Math.max(0, ...next.head.map((row) => row.length)));
  refuseColumns(columns);
  const moved = await inTransaction((trx) =>
    trx('card_tasks')
      .where({ id: task.id })
      .whereIn('state', ['mapping', 'checked'])
      .update({
        ...{ state: 'mapping', problem: null, done_rows: 0, bad_rows: 0 },
        plan_sealed: sealPlan(task.task_no, { ...next, columns }),
      }),
  );
  if (moved !== 1) throw new UserError('conflict', '导入已经开始，不能再改列的对应');
}

async function splitAnew(task: TaskRow, plan: ImportPlan, { separator }: Choice) {
  const file = openFile(task.task_no, task.pieces);
  const { value: head } = await file.next();
  await file.return(undefined);
  if (!head) throw new UserError('conflict', '原文件已删除，请重新上传');
  const way = { format: plan.format, separator, has_heading: false };
  return described(await firstRows(head, way), way);
}

function refuseColumns(columns: ImportPlan['columns']): void {
  const twice = columns.find((field, at) => field !== '' && columns.indexOf(field) !== at);
  const words = twice
    ? `“${FIELD_WORDS[twice]}”只能对应一列`
    : columns.includes('secret')
      ? ''
      : '请指明哪一列是卡密';
  if (words) throw new UserError('unprocessable', words, { columns: words });
}

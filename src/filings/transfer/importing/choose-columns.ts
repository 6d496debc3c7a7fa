import { inTransaction } from '../../../platform/db.ts';
import { UserError } from '../../../platform/errors.ts';
import { importPlan, sealPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { FIELDS, isField } from './fields.ts';
import { learnColumns } from './headings.ts';

/** Says what each column is, and remembers it for the next table. After it the dry run is due again. */
export async function chooseColumns(transfer: TransferRow, said: readonly string[]): Promise<void> {
  const plan = importPlan(transfer);
  const columns = plan.headings
    .map((_, at) => said[at] ?? '')
    .map((one) => (isField(one) ? one : ''));
  refuseTwice(columns);
  await inTransaction(async (trx) => {
    const moved = await trx('transfers')
      .where({ id: transfer.id })
      .whereIn('state', ['mapping', 'checked'])
      .update({
        plan_sealed: sealPlan(transfer.transfer_no, { ...plan, columns }),
        ...{ state: 'mapping', problem: null },
      });
    if (moved !== 1) throw new UserError('conflict', '导入已经开始，不能再改列的对应');
    await learnColumns(trx, plan.headings, columns);
  });
}

function refuseTwice(columns: readonly string[]): void {
  const twice = columns.flatMap((field, at) =>
    isField(field) && columns.indexOf(field) !== at ? [[at, field] as const] : [],
  );
  if (twice.length === 0) return;
  const fields = twice.map(([at, field]) => [
    `columns.${at}`,
    `“${FIELDS[field].label}”已对应了另一列`,
  ]);
  throw new UserError(
    'unprocessable',
    '同一项只能对应一列，请检查标出的地方',
    Object.fromEntries(fields),
  );
}

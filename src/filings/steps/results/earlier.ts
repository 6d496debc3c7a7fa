import type { BureauResult } from '../../../bureau/index.ts';
import type { Db } from '../../../platform/db.ts';
import type { FilingRow } from '../../tables.ts';
import type { After } from '../../tell.ts';
import { aside } from './aside.ts';

/** About a record that was sent again since: the one under way is not touched; a refusal is told, since it may name more to mend. */
export async function takeEarlier(
  trx: Db,
  after: After,
  row: FilingRow,
  result: BureauResult,
): Promise<void> {
  const codes = result.kind === 'data_result' && result.refused ? result.codes : [];
  const isRefusal = codes.length > 0 || (result.kind === 'review' && !result.passed);
  if (!isRefusal) return;
  const named = codes.map(({ code }) => code).slice(0, 20);
  const which = named.length > 0 ? `（错误代码 ${named.join('、')}）` : '';
  await aside(trx, after, row, `管局对较早一次上报的退回${which}现在才到，本次上报不受影响`);
}

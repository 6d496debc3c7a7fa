import type { BureauResult } from '../../../bureau/index.ts';
import type { Db } from '../../../platform/db.ts';
import type { FilingRow } from '../../tables.ts';
import type { After } from '../../tell.ts';
import { aside } from './aside.ts';

type Cancelled = Extract<BureauResult, { kind: 'cancelled' }>;

const GONE = { entity: '主体备案', service: '网站备案', access: '接入信息' } as const;

/** The bureau has taken away what this filing brought: it stands in the timeline, and an operator is told to look. */
export async function takeCancelled(
  trx: Db,
  after: After,
  row: FilingRow,
  { what, is_asked, remark }: Cancelled,
): Promise<void> {
  const why = remark ? `：${remark.slice(0, 150)}` : '';
  const act = is_asked ? '已按申请注销' : '主动注销了';
  await aside(trx, after, row, `管局${act}这份备案的${GONE[what]}${why}`);
}

import { SYSTEM } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { placeOfMarks, sealMarks } from '../marks.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { tellCustomer } from '../tell.ts';
import { advance } from './status.ts';

/** Gives a passed filing back to its customer for what came up since: the bureau would refuse it. */
export async function returnUnfit(row: FilingRow, findings: readonly Finding[]): Promise<void> {
  const marks = findings.map(({ path, code, message, suggestion = '' }) => ({
    ...{ path, code, message, suggestion },
    who: 'customer' as const,
  }));
  await inTransaction(async (trx, after) => {
    await advance(trx, row, {
      to: 'needs_fix',
      event: 'returned_unfit',
      actor: SYSTEM,
      words: `${marks.length} 处需要修改`,
      details: { codes: marks.map(({ code }) => code).slice(0, 20) },
      patch: {
        marks_sealed: sealMarks(marks, placeOfMarks(row.filing_no)),
        reviewer_id: null,
        held_reason: null,
        next_try_at: null,
      },
    });
    await tellCustomer(trx, after, row, 'filing.returned', { count: String(marks.length) });
  });
}

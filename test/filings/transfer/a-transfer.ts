import type { Person } from '../../factories.ts';

/** An export that is ready, or an import whose columns are being named; without a file, as after it was removed. */
export async function aTransfer(
  kind: 'import' | 'export',
  maker: Pick<Person, 'id'>,
): Promise<string> {
  const { db } = await import('../../../src/platform/db.ts');
  const { fromNow, HOUR, now } = await import('../../../src/platform/clock.ts');
  const { publicNo } = await import('../../../src/platform/ids.ts');
  const { sealPlan } = await import('../../../src/filings/transfer/plan.ts');
  const transfer_no = publicNo(kind === 'import' ? 'DR' : 'DC');
  const plan =
    kind === 'import'
      ? { file_name: '备案.csv', heading_row: 1, headings: ['域名'], columns: ['domains'] }
      : { columns: ['filing_no'], asked: {}, reason: null };
  await db('transfers').insert({
    ...{
      transfer_no,
      kind,
      subject: kind === 'import' ? 'registry' : 'filings',
      made_by: maker.id,
    },
    ...{ state: kind === 'import' ? 'mapping' : 'done', plan_sealed: sealPlan(transfer_no, plan) },
    ...{ counts_json: '{}', created_at: now(), expires_at: fromNow(HOUR) },
  });
  return transfer_no;
}

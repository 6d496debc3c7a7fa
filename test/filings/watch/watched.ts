import type { Code } from '../../../src/filings/watch/codes.ts';
import { wholeRecordOf } from './records.ts';

// To be imported after `start`: it needs the test's own database.
const { db } = await import('../../../src/platform/db.ts');
const { now } = await import('../../../src/platform/clock.ts');
const { publicNo } = await import('../../../src/platform/ids.ts');
const { keepRecord } = await import('../../../src/bureau/registry/keep-record.ts');
const { levelNow, noteLook } = await import('../../../src/filings/watch/note-look.ts');
const { CODES } = await import('../../../src/filings/watch/codes.ts');
let made = 0;

/** A watched domain with a record in the registry, and these findings standing. */
export async function aWatched({
  customer_id = null,
  filing_no = null,
  codes = [],
  domain = `watched-${++made}.cn`,
}: {
  customer_id?: number | null;
  filing_no?: string | null;
  codes?: Code[];
  domain?: string;
} = {}) {
  const number = String(500 + ++made);
  const told = { entity: number, service: number, domain, provider: '7', ip: '47.96.0.7' };
  await db.transaction((trx) => keepRecord(trx, { bureau_id: 9, order: '1' }, wholeRecordOf(told)));
  const service = await db('filing_services')
    .where({ bureau_id: 9, bureau_service_id: number })
    .first('service_no');
  const watch_no = publicNo('JC');
  const [id = 0] = await db('watched_domains').insert({
    ...{ watch_no, domain, service_no: service?.service_no ?? '', filing_no, customer_id },
    ...{ province_code: '330000', icp_number: `浙ICP备2026${number}号-1`, created_at: now() },
    ...{ checked_at: now(), next_check_at: new Date(now().getTime() + 3_600_000) },
  });
  for (const code of codes) {
    const look = [{ code, stage: 1, evidence: `证据：${code}` }];
    // Twice: what is found in networks and pages counts from the second time on.
    for (let time = 0; time < 2; time++) {
      const others = codes.filter((one) => CODES[one].check === CODES[code].check && one !== code);
      const all = [
        ...look,
        ...others.map((one) => ({ code: one, stage: 1, evidence: `证据：${one}` })),
      ];
      await noteLook(db, { id }, CODES[code].check, all);
    }
  }
  await db('watched_domains')
    .where({ id })
    .update({ level: await levelNow(db, id) });
  const row = await db('watched_domains').where({ id }).first();
  if (!row) throw new Error('not stored');
  return row;
}

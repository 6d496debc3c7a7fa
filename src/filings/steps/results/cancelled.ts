import type { BureauResult } from '../../../bureau/index.ts';
import type { Db } from '../../../platform/db.ts';
import { sealEndedWords } from '../../ended-words.ts';
import { ENDING } from '../../kinds/names.ts';
import { numbersOf } from '../../numbers.ts';
import type { FilingRow } from '../../tables.ts';
import { type After, tellBureauManagers, tellCustomer } from '../../tell.ts';
import { BUREAU } from '../bureau-steps.ts';
import { type FilingStatus, noteEvent } from '../status.ts';
import { aside } from './aside.ts';
import { complete } from './completed.ts';

type Cancelled = Extract<BureauResult, { kind: 'cancelled' }>;

const GONE = { entity: '主体备案', service: '网站备案', access: '接入信息' } as const;

/** The bureau has ended something: what this request asked for is done, or what this filing brought is no more. */
export async function takeCancelled(
  trx: Db,
  after: After,
  row: FilingRow,
  result: Cancelled & { at: Date },
): Promise<void> {
  if (result.is_asked && ENDING.includes(row.kind)) return complete(trx, after, row, result.at);
  const { what, remark } = result;
  // The bureau's remark is free text: it stands sealed beside the filing, not in its timeline.
  const words = `管局注销了这份备案的${GONE[what]}`;
  if (row.status !== 'approved') return aside(trx, after, row, words);
  if (isAllOfIt(row, result)) {
    const said = remark ? `${words}：${remark.slice(0, 300)}` : words;
    const ended_words_sealed = sealEndedWords(row.filing_no, said);
    const ended = { ended_at: result.at, ended_words_sealed };
    await trx('filings').where({ id: row.id }).update(ended);
  }
  const event = { event: 'ended', status: row.status, actor: BUREAU, words } as const;
  await noteEvent(trx, row.id, event);
  if (await wasAsked(trx, row)) return;
  await tellBureauManagers(trx, after, row, '管局', words);
  await tellCustomer(trx, after, row, 'filing.lost', { what: GONE[what] });
}

/** Of a filing of several websites one may go and the others stay. */
function isAllOfIt(row: FilingRow, { what }: Cancelled): boolean {
  if (what === 'access') return false;
  return what === 'entity' || (numbersOf(row)?.services.length ?? 1) <= 1;
}

const AT_BUREAU: readonly FilingStatus[] = [
  'reporting',
  'sms_pending',
  'bureau_review',
  'approved',
];

/** Somebody here asked the bureau for it: then it is no surprise. */
async function wasAsked(trx: Db, { entity_icp_number }: FilingRow): Promise<boolean> {
  if (!entity_icp_number) return false;
  const asked = await trx('filings')
    .where({ entity_icp_number })
    .whereIn('kind', [...ENDING])
    .whereIn('status', [...AT_BUREAU])
    .first('id');
  return asked !== undefined;
}

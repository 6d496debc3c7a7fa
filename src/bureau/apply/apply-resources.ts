import type { Db } from '../../platform/db.ts';
import { profileOf } from '../profile/profiles.ts';
import { partById } from '../records/isp-ids.ts';
import { recordMeant } from '../records/marks.ts';
import { addResult } from '../results.ts';
import { noteTask } from '../tasks/note-task.ts';
import type { Part } from '../wire/download-data.ts';
import { type ResourceResult, resourceResults } from '../wire/ip-data.ts';
import { noteAnswer, sentRecord } from './answered.ts';
import { isGood, officialCode } from './codes.ts';
import { itemOrder } from './order.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

/**
 * IP.BAJG and YM.BAJG: what came of filing addresses or a domain's registration. Of a record of ours it is a result;
 * what another system of this provider has filed is something to do when it was refused.
 */
export async function applyResourceResults(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  const own = (await profileOf(trx, source.bureau)).codes;
  for (const [n, found] of resourceResults(part.node).entries()) {
    const result = { ...found, codes: found.codes.map((said) => officialCode(own, said)) };
    const { codes, our_id, bureau_id, operation } = result;
    if (codes.length === 0 || (!our_id && !bureau_id)) {
      applied.leftovers++;
      continue;
    }
    const refused = codes.some(({ code }) => !isGood(code));
    const ours = await ownerOf(trx, source, result);
    if (ours) {
      const { subject, record_no } = ours;
      await mustBeSettled(trx, subject);
      const body = { kind: 'data_result', refused, codes, operation } as const;
      await addResult(trx, source.bureau.id, subject, body, record_no);
      if (record_no) await noteAnswer(trx, record_no, body);
      applied.results++;
    } else await noteOthers(trx, source, result, { refused, n });
  }
  return applied;
}

/** A row that is new goes up under our number, one that is changed or removed under the bureau's. */
async function ownerOf(
  trx: Db,
  { bureau }: Source,
  { what, our_id, bureau_id, operation }: ResourceResult,
): Promise<{ subject: string; record_no: string | null } | undefined> {
  const spoken = `${what}_${operation}`;
  // An operation that is not known here would be any operation, of any kind of record.
  if (/^(add|change|remove)$/.test(operation)) {
    for (const mark of [our_id, bureau_id]) {
      const meant = await recordMeant(trx, bureau.id, { operation: spoken, mark });
      if (meant) return meant;
    }
  }
  const part = await partById(trx, our_id);
  return part && { subject: part.subject, record_no: await sentRecord(trx, part.subject) };
}

async function noteOthers(
  trx: Db,
  source: Source,
  result: ResourceResult,
  { refused, n }: { refused: boolean; n: number },
): Promise<void> {
  const { what, our_id, bureau_id, codes } = result;
  await noteTask(trx, {
    bureau_id: source.bureau.id,
    kind: what === 'domain' ? 'domain_result' : 'ip_result',
    key: [what, our_id || bureau_id],
    subject: codes.map(({ code, text }) => `${code} ${text}`.trim()).join('；'),
    body: result,
    order: itemOrder(source, n),
    settled: refused ? undefined : '管局已受理',
  });
}

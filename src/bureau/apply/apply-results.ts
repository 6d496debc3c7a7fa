import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { raiseAlarm } from '../alarms.ts';
import { partById } from '../records/isp-ids.ts';
import { addResult, type ResultBody } from '../results.ts';
import { type DataResult, dataResults, type Part, reviews } from '../wire/download-data.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

/** 1001 approved, 1060 form stored, 1062 addresses agree, 2998 and 3998 done: everything else is a refusal. */
const GOOD = new Set(['1001', '1060', '1062', '2998', '3998']);
/** About the file as a whole: not fitting the schema, unknown attribute, wrong unit, wrong version. */
const WHOLE_FILE = new Set(['5001', '5002', '5003', '5004']);

/** Results of data processing and officers' decisions, each to the filing whose number it carries. */
export async function applyResults(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  const add = async (subjects: string[], body: ResultBody) => {
    for (const subject of subjects) await addFor(trx, source, subject, body);
    applied.results += subjects.length;
    if (subjects.length === 0) applied.leftovers++;
  };
  const data = part.kind === 'BAJG' ? dataResults(part.node) : [];
  for (const result of data) {
    const { codes, operation } = result;
    const refused = codes.some(({ code }) => !GOOD.has(code));
    await add(await ownersOf(trx, source, result), {
      kind: 'data_result',
      refused,
      codes,
      operation,
    });
  }
  for (const { about, ...review } of reviews(part)) {
    const owner = await partById(trx, about);
    await add(owner ? [owner.subject] : [], { kind: 'review', ...review });
  }
  return applied;
}

async function addFor(trx: Db, source: Source, subject: string, body: ResultBody): Promise<void> {
  await mustBeSettled(trx, subject);
  await addResult(trx, source.bureau.id, subject, body, await sentRecord(trx, subject));
  const isLast =
    (body.kind === 'data_result' && body.refused) || (body.kind === 'review' && !body.passed);
  if (isLast) await markAnswered(trx, subject);
}

/** The filing's newest record that the bureau has: one that is still in line here it cannot speak of. */
export async function sentRecord(trx: Db, subject: string): Promise<string | null> {
  const row = await trx('bureau_records')
    .where({ subject })
    .whereIn('status', ['accepted', 'answered'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .first('record_no');
  return row?.record_no ?? null;
}

/** Nothing more is awaited for this filing's record: polling may slow down. */
export async function markAnswered(trx: Db, subject: string): Promise<void> {
  await trx('bureau_records')
    .where({ subject, status: 'accepted' })
    .update({ status: 'answered', answered_at: now() });
}

async function ownersOf(trx: Db, source: Source, result: DataResult): Promise<string[]> {
  const owner = await partById(trx, result.about);
  if (owner) return [owner.subject];
  const told = result.codes.find(({ code }) => WHOLE_FILE.has(code));
  if (!told) return [];
  const words = `管局退回了整个上报文件：${told.code} ${told.text}。这是系统的问题，请联系技术支持`;
  await raiseAlarm(trx, source.bureau.id, 'file_refused', words);
  return onlyUnansweredFile(trx, source.bureau.id);
}

/** A file that was refused as a whole carries no number of ours: it is ours to name only when one single file waits. */
async function onlyUnansweredFile(trx: Db, bureau_id: number): Promise<string[]> {
  const waiting = await trx('bureau_records')
    .where({ bureau_id, status: 'accepted' })
    .whereNotExists(
      trx('bureau_results')
        .whereRaw('bureau_results.subject = bureau_records.subject')
        .whereRaw('bureau_results.at >= bureau_records.created_at')
        .whereNotIn('bureau_results.kind', ['accepted', 'held']),
    )
    .select('subject', 'upload_id');
  const isOne = new Set(waiting.map(({ upload_id }) => upload_id)).size === 1;
  return isOne ? waiting.map(({ subject }) => subject) : [];
}

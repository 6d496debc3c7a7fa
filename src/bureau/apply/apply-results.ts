import type { Db } from '../../platform/db.ts';
import { raiseAlarm } from '../alarms.ts';
import { profileOf } from '../profile/profiles.ts';
import { partById } from '../records/isp-ids.ts';
import { recordMeant } from '../records/marks.ts';
import { addResult, type ResultBody } from '../results.ts';
import { reopenTask } from '../tasks/settle-task.ts';
import {
  type DataResult,
  dataResults,
  type Part,
  reviews,
  type SaidCode,
} from '../wire/download-data.ts';
import { noteAnswer, sentRecord } from './answered.ts';
import { isAboutWholeFile, isGood, officialCode } from './codes.ts';
import type { Applied, Source } from './source.ts';
import { mustBeSettled } from './too-early.ts';

/** Whom a result is for, and which of his records it is about (null: from before records were numbered). */
interface Owner {
  subject: string;
  record_no: string | null;
}

type Said = Extract<ResultBody, { kind: 'data_result' | 'review' }>;

/** Results of data processing and officers' decisions, each to the record whose number it carries. */
export async function applyResults(trx: Db, source: Source, part: Part): Promise<Applied> {
  const applied = { results: 0, leftovers: 0 };
  const add = async (owners: Owner[], body: Said) => {
    for (const owner of owners) await addFor(trx, source, owner, body);
    applied.results += owners.length;
    if (owners.length === 0) applied.leftovers++;
  };
  const codes = (await profileOf(trx, source.bureau)).codes;
  const official = (said: SaidCode) => officialCode(codes, said);
  const data = part.kind === 'BAJG' ? dataResults(part.node, official) : [];
  for (const result of data) {
    const { codes, operation } = result;
    const refused = codes.some(({ code }) => !isGood(code));
    await add(await ownersOf(trx, source, { ...result, isRefused: refused }), {
      kind: 'data_result',
      refused,
      codes,
      operation,
    });
  }
  for (const { about, ...review } of reviews(part)) {
    const owner = await ownerOf(trx, source, {
      about,
      operation: review.operation,
      isRefused: false,
    });
    await add(owner ? [owner] : [], { kind: 'review', ...review });
  }
  return applied;
}

async function addFor(trx: Db, source: Source, owner: Owner, body: Said): Promise<void> {
  const { subject, record_no } = owner;
  await mustBeSettled(trx, subject);
  await addResult(trx, source.bureau.id, subject, body, record_no);
  // What somebody answered to a task goes up under the task's number.
  if (body.kind === 'data_result' && body.refused) {
    await reopenTask(
      trx,
      subject,
      body.codes.map(({ code, text }) => `${code} ${text}`).join('；'),
    );
  }
  if (record_no) await noteAnswer(trx, record_no, body);
}

async function ownersOf(
  trx: Db,
  source: Source,
  result: DataResult & { isRefused: boolean },
): Promise<Owner[]> {
  const owner = await ownerOf(trx, source, result);
  if (owner) return [owner];
  const told = result.codes.find(({ code }) => isAboutWholeFile(code));
  if (!told) return [];
  const words = `管局退回了整个上报文件：${told.code} ${told.text}。这是系统的问题，请联系技术支持`;
  await raiseAlarm(trx, source.bureau.id, 'file_refused', words);
  return onlyUnansweredFile(trx, source.bureau.id);
}

/** The wire's list of operations has no word for these; all that is ever said of them is what is wrong. */
const UNNAMED = ['unfiled_answer', 'check_answer'];

/** By what the record went up with; by a number of ours alone when no record of that kind is known. */
async function ownerOf(
  trx: Db,
  { bureau }: Source,
  { about, operation, isRefused }: { about: string; operation: string; isRefused: boolean },
): Promise<Owner | undefined> {
  for (const spoken of [operation, ...(isRefused ? UNNAMED : [])]) {
    const meant = await recordMeant(trx, bureau.id, { operation: spoken, mark: about });
    if (meant) return meant;
  }
  const part = await partById(trx, about);
  return part && { subject: part.subject, record_no: await sentRecord(trx, part.subject) };
}

/** A file that was refused as a whole carries no number of ours: it is ours to name only when one single file waits. */
async function onlyUnansweredFile(trx: Db, bureau_id: number): Promise<Owner[]> {
  const waiting = trx('bureau_records')
    .where({ bureau_id, status: 'accepted' })
    .whereNotExists(
      trx('bureau_results')
        .whereRaw('bureau_results.subject = bureau_records.subject')
        .whereRaw('bureau_results.at >= bureau_records.created_at')
        .whereNotIn('bureau_results.kind', ['accepted', 'held']),
    );
  // Two are enough to know that it cannot be named, however many wait.
  const [upload_id, another] = await waiting
    .clone()
    .distinct('upload_id')
    .limit(2)
    .pluck('upload_id');
  if (upload_id === undefined || another !== undefined) return [];
  return waiting.where({ upload_id }).select('subject', 'record_no');
}

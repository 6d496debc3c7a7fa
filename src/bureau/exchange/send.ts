import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { raiseAlarm } from '../alarms.ts';
import { readBody } from '../bodies.ts';
import { takeCall } from '../call-limit.ts';
import { KINDS, RECORD_KINDS } from '../kinds/index.ts';
import { updateFenced } from '../lease.ts';
import { addResult } from '../results.ts';
import type { UploadRow } from '../tables.ts';
import type { Answer } from '../wire/answer.ts';
import { type Round, traffic } from './context.ts';
import { takeApart } from './freeze.ts';
import { type Reaction, reactionTo } from './msg-codes.ts';
import { whereabouts } from './previous.ts';
import { hold, pause } from './standstill.ts';

const MOST_TRIES = 3;
/** Of these the bureau says nothing more when all is well. */
const SILENT = RECORD_KINDS.filter((kind) => KINDS[kind].ends === 'accepted');

/**
 * Sends a frozen file: marked as `sending` first, so that a round that dies here is followed by one that asks.
 * Gives whether the next file may follow.
 */
export async function send(round: Round, upload: UploadRow): Promise<boolean> {
  const zip = await readBody(db, upload.upload_no, upload.zip_bytes);
  const { sequence } = upload;
  for (let attempt = 1; ; attempt++) {
    await takeCall(round.bureau, round.profile);
    await markSending(round, upload);
    round.lease.mustHold();
    const answer = await round.calls.upload({ sequence, zip });
    round.report.uploaded.push({ sequence, records: upload.records, msg_code: answer.msg_code });
    if (answer.msg_code === 0) return accepted(round, upload);
    const reaction = reactionTo(round.profile, answer);
    await markRefused(upload, answer, reaction);
    if (reaction.do === 'missing' && isNoneMissing(upload, answer)) {
      // Nothing before this number is missing: then it may be here already, from a sending whose answer was lost.
      if ((await whereabouts(round, upload)) === 'accepted') return accepted(round, upload);
    }
    const isRetry =
      (reaction.do === 'again' && attempt < MOST_TRIES) ||
      (reaction.do === 'missing' && attempt < MOST_TRIES && (await resend(round, upload, answer)));
    if (isRetry) continue;
    if (reaction.do === 'split' && (await takeApart(round, upload))) return true;
    await standStill(round, upload, answer, reaction);
    return false;
  }
}

async function markSending(round: Round, upload: UploadRow): Promise<void> {
  await inTransaction(async (trx) => {
    await updateFenced(trx, round.lease, {});
    const marked = await trx('bureau_uploads')
      .where({ id: upload.id })
      .whereIn('status', ['frozen', 'sending'])
      .update({ status: 'sending', sending_at: now(), tries: trx.raw('tries + 1') });
    if (marked !== 1) throw new Error(`upload ${upload.upload_no} is not to be sent`);
  });
}

/** The bureau has the file: number, records and their filings' results in one transaction. Safe to run twice. */
export async function accepted(round: Round, upload: UploadRow): Promise<true> {
  const { bureau, lease } = round;
  await inTransaction(async (trx) => {
    const marked = await trx('bureau_uploads')
      .where({ id: upload.id })
      .whereIn('status', ['frozen', 'sending'])
      .update({ status: 'accepted', msg_code: 0, msg: null, accepted_at: now() });
    if (marked !== 1) return;
    const members = trx('bureau_records').where({ upload_id: upload.id });
    const records = await members.clone().select('subject', 'record_no', 'kind');
    await members.clone().update({ status: 'accepted' });
    const silent = { status: 'answered', answered_at: now(), passed_at: now() } as const;
    await members.whereIn('kind', SILENT).update(silent);
    const body = { kind: 'accepted', sequence: upload.sequence } as const;
    for (const { subject, record_no } of records) {
      await addResult(trx, bureau.id, subject, body, record_no);
    }
    round.report.results += records.length;
    const noHold = { held_until: null, held_reason: null, held_code: null };
    await updateFenced(trx, lease, { ...traffic(), ...noHold });
  });
  return true;
}

/** A clear refusal leaves the file frozen under its number; after a doubtful answer the bureau will be asked. */
async function markRefused(upload: UploadRow, answer: Answer, reaction: Reaction): Promise<void> {
  const status = reaction.do === 'doubt' ? 'sending' : 'frozen';
  await db('bureau_uploads')
    .where({ id: upload.id, status: 'sending' })
    .update({ status, msg_code: answer.msg_code, msg: answer.msg });
}

function isNoneMissing(upload: UploadRow, { missing }: Answer): boolean {
  return missing.every((sequence) => sequence >= upload.sequence);
}

/** Code 14: sends again the very bytes behind the numbers the bureau names. false: it cannot be put right here. */
async function resend(round: Round, upload: UploadRow, { missing }: Answer): Promise<boolean> {
  const wanted = [...new Set(missing)].filter((n) => n < upload.sequence).sort((a, b) => a - b);
  const known = await db('bureau_uploads')
    .where({ bureau_id: round.bureau.id })
    .whereIn('sequence', wanted);
  const bySequence = new Map(known.map((row) => [row.sequence, row]));
  for (const sequence of wanted) {
    const row = bySequence.get(sequence);
    // What was kept long enough is gone: a person must talk with the bureau.
    if (!row || row.emptied_at) return false;
    const zip = await readBody(db, row.upload_no, row.zip_bytes);
    await takeCall(round.bureau, round.profile);
    round.lease.mustHold();
    const answer = await round.calls.upload({ sequence, zip });
    round.report.resent.push(sequence);
    if (answer.msg_code === 0) continue;
    await standStill(round, row, answer, reactionTo(round.profile, answer));
    return false;
  }
  return wanted.length > 0;
}

async function standStill(
  round: Round,
  upload: UploadRow,
  answer: Answer,
  reaction: Reaction,
): Promise<void> {
  if (round.report.held) return;
  const code = `msg_code_${answer.msg_code}`;
  if (reaction.do === 'stop' || reaction.do === 'split') return pause(round, code, reaction.words);
  if (reaction.do === 'again') {
    return pause(
      round,
      code,
      `${upload.sequence} 号文件连续 ${MOST_TRIES} 次校验不通过，请检查网络后恢复`,
    );
  }
  if (reaction.do === 'missing') {
    const named = answer.missing.slice(0, 10).join('、') || '未说明';
    return pause(
      round,
      code,
      `管局要求先补报序号 ${named}，本系统没有这些文件，请联系管局核对序号`,
    );
  }
  await hold(round, { code: answer.msg_code, until: reaction.until, words: reaction.words });
  if (reaction.do === 'doubt' && upload.tries >= 4) {
    await raiseAlarm(
      db,
      round.bureau.id,
      code,
      `${upload.sequence} 号文件多次上报未成：${reaction.words}`,
    );
  }
}

import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { readBody } from '../bodies.ts';
import { updateFenced } from '../lease.ts';
import type { UploadRow } from '../tables.ts';
import type { Answer, AnsweredFile } from '../wire/answer.ts';
import type { Round } from './context.ts';
import { reactionTo } from './msg-codes.ts';
import { hold, pause } from './standstill.ts';

export interface Previous {
  /** 0 when the bureau has no file of ours. */
  sequence: number;
  file: AnsweredFile | undefined;
}

/** The newest file that the bureau has from us; undefined: it would not say. */
export async function askPrevious(round: Round): Promise<Previous | undefined> {
  round.lease.mustHold();
  const answer = await round.calls.previousUpload();
  if ([0, 1, 2, 3].includes(answer.msg_code)) {
    return { sequence: answer.sequence ?? 0, file: answer.file };
  }
  await refuse(round, answer);
  return undefined;
}

async function refuse(round: Round, answer: Answer): Promise<void> {
  const reaction = reactionTo(round.profile, answer);
  if ('words' in reaction && !('until' in reaction))
    return pause(round, `msg_code_${answer.msg_code}`, reaction.words);
  const { until, words } =
    'until' in reaction
      ? reaction
      : { until: new Date(now().getTime() + 300_000), words: `管局返回代码 ${answer.msg_code}` };
  await hold(round, { code: answer.msg_code, until, words });
}

export type Whereabouts = 'accepted' | 'not_accepted' | 'unclear';

/** Was the file whose answer we never read taken? The bureau is asked; nothing is guessed. */
export async function whereabouts(round: Round, upload: UploadRow): Promise<Whereabouts> {
  const previous = await askPrevious(round);
  if (!previous) return 'unclear';
  if (previous.sequence < upload.sequence) return 'not_accepted';
  if (isOurs(previous, await tellable(round, upload), round)) return 'accepted';
  const found = `管局的最新序号是 ${previous.sequence}，与本系统的 ${upload.sequence} 号文件对不上`;
  await pause(round, 'sequence_taken', `${found}。是否有其他系统在用同一账号上报？请核对后恢复`);
  return 'unclear';
}

/** Number and content are those of our file. A bureau that sends neither hash nor content is believed its number. */
export function isOurs(
  { sequence, file }: Previous,
  ours: { sequence: number; hash: string },
  { codec, account }: Pick<Round, 'codec' | 'account'>,
): boolean {
  if (sequence !== ours.sequence) return false;
  const hash = file?.hash.replace(/\s+/g, '') ?? '';
  if (hash === ours.hash || (hash === '' && !file?.beian_info)) return true;
  // Its hash may be of another form: the bytes decide.
  return file !== undefined && codec.open({ ...file, hash: ours.hash }, account.cipher).ok;
}

/** Number and hash of a file of ours, as the bureau would tell them. */
export async function tellable(
  { codec }: Pick<Round, 'codec'>,
  { sequence, upload_no, zip_bytes }: UploadRow,
): Promise<{ sequence: number; hash: string }> {
  return { sequence, hash: codec.hashOf(await readBody(db, upload_no, zip_bytes)) };
}

/**
 * The number of the next file: ours, checked against the bureau's from time to time, or the bureau's plus one when
 * this account has not been used from here yet. undefined: not to be known now.
 */
export async function nextSequence(round: Round): Promise<number | undefined> {
  const { bureau, settings } = round;
  const row = await db('bureaus')
    .where({ id: bureau.id })
    .first('next_sequence', 'sequence_checked_at');
  const ours = row?.next_sequence ?? undefined;
  const age = now().getTime() - (row?.sequence_checked_at?.getTime() ?? 0);
  if (ours !== undefined && age < settings.sequence_check_hours * 3_600_000) return ours;
  const previous = await askPrevious(round);
  if (!previous) return undefined;
  const theirs = previous.sequence + 1;
  if (ours !== undefined && theirs > ours) {
    const words = `管局已收到 ${previous.sequence} 号文件，本系统只报到 ${ours - 1} 号。若刚从备份恢复或换过系统，请在管局页面选择“以管局序号为准”`;
    await pause(round, 'sequence_behind', words);
    return undefined;
  }
  const next_sequence = ours ?? theirs;
  await updateFenced(db, round.lease, { next_sequence, sequence_checked_at: now() });
  return next_sequence;
}

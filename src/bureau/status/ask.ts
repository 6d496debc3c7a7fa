import { fromNow, HOUR, MINUTE, now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { spellMessage } from '../../platform/spell-error.ts';
import { accountOf, allBureaus } from '../bureaus/bureaus.ts';
import { hoursOf, nextOpening } from '../bureaus/hours.ts';
import { exchangeSetting } from '../bureaus/settings.ts';
import { profileOf } from '../profile/profiles.ts';
import { callsTo } from '../soap/calls.ts';
import type { BureauRow } from '../tables.ts';
import type { AnsweredStatus } from '../wire/answer.ts';
import { conditionOf } from './answers.ts';
import { countQuestion } from './saved.ts';
import { statusSetting } from './settings.ts';
import type { StatusAnswerRow } from './tables.ts';

const LONGEST_WAIT = 6 * HOUR;
/** How often the schedule looks for questions. */
export const ASK_EVERY_SECONDS = 10;

/**
 * Asks the bureaus what somebody waits for, oldest first, never more than the setting allows. What cannot be asked now
 * waits, longer each time. Gives how many were answered.
 */
export async function askWanted(): Promise<number> {
  const { per_minute } = await readSetting(statusSetting);
  const room = Math.max(1, Math.floor((per_minute * ASK_EVERY_SECONDS) / 60));
  let answered = 0;
  for (const row of await wantedRows(db, room)) {
    const bureau = await bureauToAsk(row.province_code);
    // Nobody may be asked now: that is no try, and is looked at again soon.
    if (!bureau || !(await claim(row))) continue;
    if (await askOne(row, bureau)) answered++;
  }
  return answered;
}

export function wantedRows(db: Db, limit: number): Promise<StatusAnswerRow[]> {
  return db('bureau_status_answers')
    .whereNotNull('wanted_at')
    .where((due) => due.whereNull('next_try_at').orWhere('next_try_at', '<=', now()))
    .orderBy('wanted_at')
    .limit(limit);
}

/** Moves the next try on, so that two workers do not ask the same. */
async function claim(row: StatusAnswerRow): Promise<boolean> {
  const wait = Math.min(MINUTE * 2 ** Math.min(row.tries, 10), LONGEST_WAIT);
  const claimed = await db('bureau_status_answers')
    .where({ id: row.id, tries: row.tries })
    .whereNotNull('wanted_at')
    .update({ tries: row.tries + 1, next_try_at: fromNow(wait) });
  return claimed === 1;
}

async function askOne(row: StatusAnswerRow, bureau: BureauRow): Promise<boolean> {
  const { type, value } = conditionOf(row);
  try {
    const profile = await profileOf(db, bureau);
    const pace = await readSetting(exchangeSetting);
    const calls = callsTo({ bureau, account: accountOf(bureau), profile, pace });
    countQuestion('isp_querybeianstatus', 'asked');
    const answer = await calls.status({ condition_type: type, condition: value });
    if (!answer.status) return failed(row, `管局返回代码 ${answer.msg_code}`);
    await keep(row, bureau, answer.status);
    return true;
  } catch (error) {
    return failed(row, spellMessage(error));
  }
}

/** The province's own bureau, else any that may be asked now. */
async function bureauToAsk(province_code: string | null): Promise<BureauRow | undefined> {
  const may = (await allBureaus(db)).filter(
    (row) =>
      row.query_wsdl &&
      !row.paused_at &&
      !nextOpening(hoursOf(row), now()) &&
      (row.breaker_until ?? now()) <= now(),
  );
  const own = (row: BureauRow) => row.province_code.slice(0, 2) === province_code?.slice(0, 2);
  return may.find((row) => row.is_sandbox) ?? may.find(own) ?? may[0];
}

async function keep(row: StatusAnswerRow, bureau: BureauRow, told: AnsweredStatus): Promise<void> {
  const { filed_hours, unfiled_minutes } = await readSetting(statusSetting);
  const state = told.is_filed ? 'filed' : 'unfiled';
  const changed = { changed_at: now(), state_before: row.state };
  await db('bureau_status_answers')
    .where({ id: row.id })
    .update({
      state,
      entity_number: told.entity_number || null,
      service_number: told.service_number || null,
      bureau_id: bureau.id,
      asked_at: now(),
      fresh_until: fromNow(told.is_filed ? filed_hours * HOUR : unfiled_minutes * MINUTE),
      wanted_at: null,
      next_try_at: null,
      tries: 0,
      last_error: null,
      ...(state === row.state ? {} : changed),
    });
}

async function failed(row: StatusAnswerRow, words: string): Promise<false> {
  await db('bureau_status_answers')
    .where({ id: row.id })
    .update({ last_error: words.slice(0, 300) });
  return false;
}

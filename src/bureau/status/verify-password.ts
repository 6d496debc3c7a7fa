import { HOUR, now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { env } from '../../platform/env.ts';
import { UserError } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import { redis } from '../../platform/redis.ts';
import { blindIndex } from '../../platform/seal.ts';
import { readSetting } from '../../platform/settings.ts';
import { accountOf } from '../bureaus/bureaus.ts';
import { nextOpening } from '../bureaus/hours.ts';
import { exchangeSetting } from '../bureaus/settings.ts';
import { profileOf } from '../profile/profiles.ts';
import { callsTo } from '../soap/calls.ts';
import type { BureauRow } from '../tables.ts';
import { countQuestion } from './saved.ts';

/** `locked`: tried wrongly too often, the bureau answers nobody for a while (code 22). */
export type Verified = 'right' | 'wrong' | 'locked';
/** An answer is good this long; only its keyed digest and the verdict are kept, and only in Redis. */
const KEPT_SECONDS = HOUR / 1000;
const TOO_MANY_TRIES = 22;

export interface PasswordAsked {
  icp_number: string;
  filing_password: string;
}

/**
 * isp_verifybamm: does this filing password belong to this number? Asked once an hour at most. Throws a UserError
 * when the bureau may not or cannot be asked now.
 */
export async function verifyPassword(
  bureau: BureauRow,
  asked: PasswordAsked,
): Promise<{ verified: Verified; was_known: boolean }> {
  const keys = keysOf(bureau, asked);
  const kept = (await keptAt(keys.locked)) ?? (await keptAt(keys.answer));
  if (kept) {
    countQuestion('isp_verifybamm', 'saved');
    return { verified: kept, was_known: true };
  }
  mayBeAsked(bureau);
  const verified = await ask(bureau, asked);
  countQuestion('isp_verifybamm', 'asked');
  await keep(verified === 'locked' ? keys.locked : keys.answer, verified);
  return { verified, was_known: false };
}

function mayBeAsked({ verify_wsdl, paused_at, hours, breaker_until }: BureauRow): void {
  if (!verify_wsdl) throw new UserError('conflict', '没有配置密码验证接口的地址');
  if (paused_at) throw new UserError('conflict', '这个管局接口已暂停');
  if (nextOpening(hours, now())) throw new UserError('conflict', '现在不在管局的报备时间内');
  if (breaker_until && breaker_until > now())
    throw new UserError('unavailable', '管局暂时连不上，请稍后再试');
}

async function ask(bureau: BureauRow, asked: PasswordAsked): Promise<Verified> {
  const profile = await profileOf(db, bureau);
  const pace = await readSetting(exchangeSetting);
  const calls = callsTo({ bureau, account: accountOf(bureau), profile, pace });
  const answer = await calls.filingPassword(asked).catch((error: unknown) => {
    const words = error instanceof Error ? error.message : '没有可读的回应';
    throw new UserError('unavailable', `管局没有答复：${words}`);
  });
  if (answer.msg_code === TOO_MANY_TRIES) return 'locked';
  if (answer.verified === undefined)
    throw new UserError('unavailable', `管局返回代码 ${answer.msg_code}：${answer.msg}`);
  return answer.verified ? 'right' : 'wrong';
}

function keysOf({ id }: BureauRow, { icp_number, filing_password }: PasswordAsked) {
  const digest = (text: string) => blindIndex(text, 'bureau.filing_password').slice(0, 40);
  const at = `${env.QUEUE_PREFIX}:verify:${id}`;
  return {
    answer: `${at}:${digest(`${icp_number}\0${filing_password}`)}`,
    locked: `${at}:locked:${digest(icp_number)}`,
  };
}

/** With Redis away the bureau is asked again: no more than that is lost. */
async function keptAt(key: string): Promise<Verified | undefined> {
  const kept = await redis()
    .get(key)
    .catch((error: unknown) => log.warn('cache', { error }));
  return (['right', 'wrong', 'locked'] as const).find((one) => one === kept);
}

async function keep(key: string, verified: Verified): Promise<void> {
  await redis()
    .set(key, verified, 'EX', KEPT_SECONDS)
    .catch((error: unknown) => log.warn('cache', { error }));
}

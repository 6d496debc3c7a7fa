import { fromNow, HOUR, now } from '../platform/clock.ts';
import { inTransaction } from '../platform/db.ts';
import type { ProfileDocument } from './profile/document.ts';
import type { BureauRow } from './tables.ts';

const OUT_OF_CALLS = 'OutOfCalls';

/** The bureau may not be called before `until`: it has been called as often as it allows. */
export interface OutOfCalls extends Error {
  until: Date;
}

export function isOutOfCalls(error: unknown): error is OutOfCalls {
  return error instanceof Error && error.name === OUT_OF_CALLS;
}

/**
 * Counts a call before it is made, over all machines. Throws OutOfCalls when as many were made in the last hour as the
 * bureau's own setting allows, or else its profile; in no 60 minutes there are more.
 */
export async function takeCall(
  { id: bureau_id, calls_per_hour }: Pick<BureauRow, 'id' | 'calls_per_hour'>,
  { pace }: Pick<ProfileDocument, 'pace'>,
): Promise<void> {
  const most = calls_per_hour ?? pace.calls_per_hour;
  if (most === 0) return;
  const until = await inTransaction(async (trx) => {
    // Two calls at once count one after the other.
    await trx('bureaus').where({ id: bureau_id }).forUpdate().first('id');
    const times = trx('bureau_call_times').where({ bureau_id });
    await times.clone().where('at', '<=', fromNow(-HOUR)).delete();
    const first = await times
      .clone()
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .offset(most - 1)
      .first('at');
    if (first) return new Date(first.at.getTime() + HOUR);
    await trx('bureau_call_times').insert({ bureau_id, at: now() });
    return undefined;
  });
  if (until) throw outOfCalls(most, until);
}

function outOfCalls(most: number, until: Date): OutOfCalls {
  const error = new Error(`这个管局每小时至多调用 ${most} 次，稍后自动继续`);
  return Object.assign(error, { name: OUT_OF_CALLS, until });
}

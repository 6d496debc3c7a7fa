import { fromNow, HOUR, MINUTE, now } from '../../platform/clock.ts';
import { hoursIn, nextOpening } from '../bureaus/hours.ts';
import type { ProfileDocument } from '../profile/document.ts';
import type { Answer } from '../wire/answer.ts';

/**
 * What to do about an answer that is not "ok":
 * `missing` send the named files first · `again` the same bytes once more · `wait` later ·
 * `doubt` later, and ask first whether it was taken · `split` a smaller file · `stop` a person must look.
 */
export type Reaction =
  | { do: 'missing' }
  | { do: 'again' }
  | { do: 'wait' | 'doubt'; until: Date; words: string }
  | { do: 'stop'; words: string }
  | { do: 'split'; words: string };

/** What the profile says of an answer's code. */
export function reactionTo(
  { wire }: Pick<ProfileDocument, 'wire'>,
  { msg_code, msg }: Pick<Answer, 'msg_code' | 'msg'>,
): Reaction {
  const told = wire.reactions[String(msg_code)] ?? wire.reactions['*'];
  switch (told?.do) {
    case 'wait':
    case 'doubt':
      return {
        do: told.do,
        until: fromNow(told.minutes * MINUTE),
        words: `${told.words}（代码 ${msg_code}）`,
      };
    case 'window':
      return { do: 'wait', ...windowIn(msg) };
    case 'missing':
    case 'again':
    case 'split':
    case 'stop':
      return told;
    default:
      return {
        do: 'doubt',
        until: fromNow(30 * MINUTE),
        words: `管局返回代码 ${msg_code}，稍后自动再试`,
      };
  }
}

function windowIn(msg: string): { until: Date; words: string } {
  const hours = hoursIn(msg);
  const opening = hours ? nextOpening(hours, now()) : undefined;
  if (opening) return { until: opening, words: `管局只在 ${hours} 接收报备，到时自动上报` };
  return { until: fromNow(HOUR), words: '现在不在管局的报备时间内，稍后自动再报' };
}

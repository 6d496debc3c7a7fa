import { fromNow, HOUR, MINUTE, now } from '../../platform/clock.ts';
import { hoursIn, nextOpening } from '../bureaus/hours.ts';
import type { Answer } from '../wire/answer.ts';

/**
 * What to do about an answer that is not "ok":
 * `missing` send the named files first · `again` the same bytes once more · `wait` later ·
 * `doubt` later, and ask first whether it was taken · `stop` a person must look.
 */
export type Reaction =
  | { do: 'missing' }
  | { do: 'again' }
  | { do: 'wait' | 'doubt'; until: Date; words: string }
  | { do: 'stop'; words: string };

const STOPS: Record<number, string> = {
  4: '管局说用户名错误。请核对用户名后恢复',
  5: '管局说密码错误。请核对密码后恢复；在此之前系统不再尝试登录',
  6: '管局解不开上报的文件。请核对密钥和偏移量后恢复',
  9: '管局不接受所用的加密方式。请核对“是否加密”后恢复',
  10: '管局不接受所用的校验算法。请联系技术支持',
  11: '管局不接受所用的压缩格式。请联系技术支持',
  12: '管局拒绝了认证信息。请核对编号、用户名、密码，以及本机 IP 是否已向管局登记',
  13: '管局说本单位不属于该省。请核对接口地址',
  16: '管局说随机数不合格。请联系技术支持',
  17: '管局说文件数量不符。请联系技术支持',
  18: '管局说文件过大，而其中只有一份备案。请压缩这份备案的图片',
  19: '报备权限未开放。请联系所在省通信管理局',
  21: '管局说回执缺少文件名。请联系技术支持',
};

/** The table of the interface's msg_codes; unknown ones wait, and are asked about. */
export function reactionTo({ msg_code, msg }: Pick<Answer, 'msg_code' | 'msg'>): Reaction {
  const words = STOPS[msg_code];
  if (words) return { do: 'stop', words };
  const wait = (minutes: number, words: string): Reaction => ({
    do: 'wait',
    until: fromNow(minutes * MINUTE),
    words,
  });
  switch (msg_code) {
    case 14:
      return { do: 'missing' };
    case 7:
    case 8:
      return { do: 'again' };
    case 15:
      return wait(10, '管局待处理的文件已满，稍后自动再报');
    case 20:
      return { do: 'wait', ...windowIn(msg) };
    case 901:
      return wait(30, '管局系统维护中，稍后自动再报');
    case 902:
      return wait(30, '管局系统维护中，稍后自动下载');
    default:
      return {
        do: 'doubt',
        until: fromNow((msg_code === 999 ? 5 : 30) * MINUTE),
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

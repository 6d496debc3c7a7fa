import { alipayNotices } from '../alipay/notice.ts';
import { epay2Notices, epayNotices } from '../epay/notice.ts';
import { bepusdtNotices, epusdtNotices } from '../epusdt/notice.ts';
import type { Order, ProtocolName } from '../state.ts';
import { wechatNotices } from '../wechat/notice.ts';
import type { Protocol } from './protocol.ts';

const BY_NAME: Record<ProtocolName, Protocol> = {
  epay: epayNotices,
  epay2: epay2Notices,
  alipay: alipayNotices,
  wechat: wechatNotices,
  epusdt: epusdtNotices,
  bepusdt: bepusdtNotices,
};

export const protocolOf = ({ protocol }: Order): Protocol => BY_NAME[protocol];

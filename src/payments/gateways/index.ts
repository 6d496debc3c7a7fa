import { alipay } from './alipay.ts';
import { balance } from './balance.ts';
import { epayV1 } from './epay-v1.ts';
import { epayV2 } from './epay-v2.ts';
import { epusdt } from './epusdt.ts';
import type { Gateway } from './gateway.ts';
import { manual } from './manual.ts';
import { sandbox } from './sandbox.ts';
import { wechat } from './wechat.ts';

/** Every way to be paid that the program knows, in the order in which operators see them. */
export const GATEWAYS: readonly Gateway[] = [
  balance,
  alipay,
  wechat,
  epayV1,
  epayV2,
  epusdt,
  manual,
  sandbox,
];

export function gatewayNamed(name: string): Gateway | undefined {
  return GATEWAYS.find((gateway) => gateway.name === name);
}

/** "支付宝" — or the name as it is, of a gateway that is gone. */
export function gatewayTitle(name: string): string {
  return gatewayNamed(name)?.title ?? name;
}

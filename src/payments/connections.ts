import { type Connection, defineConnection } from '../platform/connections.ts';
import type { Gateway } from './gateways/gateway.ts';
import { GATEWAYS } from './gateways/index.ts';
import { readyGateway } from './gateways/set-up.ts';

const byName = new Map(
  GATEWAYS.filter(({ test }) => test !== undefined).map((gateway) => [
    gateway.name,
    connectionTo(gateway),
  ]),
);

function connectionTo({ name, title }: Gateway): Connection {
  return {
    key: `payments.${name}`,
    title: `支付：${title}`,
    sandbox: 'pay',
    settings_url: name === 'sandbox' ? '/gateways' : `/gateways/${name}`,
    test: async () => {
      const ready = await readyGateway(name);
      if (!ready) return { state: 'off', words: '未配置' };
      const { gateway, at, common } = ready;
      const words = (await gateway.test?.(at)) ?? '';
      return { state: 'ok', words: common.is_enabled ? words : `${words}（已停用）` };
    },
  };
}

/** Only gateways that are in use stand on the page of all connections: the one test asks all that are on. */
defineConnection({
  key: 'payments',
  title: '支付',
  sandbox: 'pay',
  settings_url: '/gateways',
  test: async () => {
    const tested: string[] = [];
    for (const [name, connection] of byName) {
      const ready = await readyGateway(name);
      if (!ready?.common.is_enabled) continue;
      await connection.test();
      tested.push(ready.gateway.title);
    }
    if (tested.length === 0) return { state: 'off', words: '没有启用在线支付' };
    return { state: 'ok', words: `${tested.join('、')}可用` };
  },
});

export function connectionOf({ name, title }: Gateway): Connection {
  const off = { state: 'off', words: '这种方式不需要连接' } as const;
  const none = { key: name, title, settings_url: `/gateways/${name}`, test: async () => off };
  return byName.get(name) ?? none;
}

import express from 'express';
import { errors } from '../errors.ts';
import { readOptions } from '../options.ts';
import { listen, stopOnSignal } from '../serve.ts';
import { openStore, type Store } from '../store.ts';
import { alipay } from './alipay/gateway.ts';
import { keepBytes } from './bodies.ts';
import { epayV1 } from './epay/v1.ts';
import { epayV2 } from './epay/v2.ts';
import { bepusdt, epusdt } from './epusdt/api.ts';
import { openKeys } from './keys/keys.ts';
import { openLedger } from './ledger.ts';
import { pages } from './pages/pages.ts';
import type { Gateway, PayState } from './state.ts';
import { startBeating } from './telling/beat.ts';
import { openTold } from './telling/told.ts';
import { wechat } from './wechat/api.ts';

const DEFAULTS = {
  pid: '1000',
  key: 'beika-sandbox-pay-key',
  'app-id': '2021000000001000',
  'seller-id': '2088000000001000',
  appid: 'wx0000000000001000',
  mchid: '1900001000',
  'apiv3-key': 'beika-sandbox-apiv3-key-32-bytes',
  token: 'beika-sandbox-usdt-token',
  'notify-method': 'GET',
  'wechat-verify': 'public_key',
  'retry-ms': '',
  'refund-ms': '1000',
  'waiting-ms': '60000',
  'patience-ms': '10000',
  'public-url': '',
  auto: 'no',
};

/** Starts the payment gateway of all protocols and prints `ready http://…`. */
export async function start(argv: string[]): Promise<void> {
  const options = readOptions('pay', argv, DEFAULTS);
  const store = stateOf(options);
  let base = options['public-url'].replace(/\/$/, '');
  const gateway: Gateway = {
    store,
    ledger: openLedger(store),
    told: openTold(store),
    keys: await openKeys(store),
    pid: options.pid,
    key: options.key,
    app_id: options['app-id'],
    seller_id: options['seller-id'],
    appid: options.appid,
    mchid: options.mchid,
    apiv3_key: options['apiv3-key'],
    token: options.token,
    base: () => base,
    waits: options['retry-ms'] ? options['retry-ms'].split(',').map(Number) : undefined,
    refund_ms: Number(options['refund-ms']),
    waiting_ms: Number(options['waiting-ms']),
    patience_ms: Number(options['patience-ms']),
  };
  const { server, url } = await listen(appOf(gateway), options);
  // Longer than any client keeps a connection: none finds it closed just when it calls.
  server.keepAliveTimeout = 75_000;
  base ||= url;
  startBeating(gateway);
  stopOnSignal(() => server.closeAllConnections());
  process.stdout.write(`ready ${url}\n`);
}

function stateOf(options: typeof DEFAULTS & { data: string }): Store<PayState> {
  const fresh = (): PayState => ({ faults: [], auto: false, notify_method: '', wechat_verify: '' });
  const store = openStore<PayState>(options.data, fresh);
  Object.assign(store.state, {
    auto: options.auto === 'yes',
    notify_method: options['notify-method'].toUpperCase(),
    wechat_verify: options['wechat-verify'],
  });
  return store;
}

function appOf(gateway: Gateway) {
  const app = express().disable('x-powered-by');
  app.use(keepBytes, epayV1(gateway), epayV2(gateway), alipay(gateway), wechat(gateway));
  app.use('/epusdt', epusdt(gateway));
  app.use('/bepusdt', bepusdt(gateway));
  return app.use(pages(gateway), errors);
}

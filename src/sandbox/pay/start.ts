import express from 'express';
import { errors } from '../errors.ts';
import { readOptions } from '../options.ts';
import { listen, stopOnSignal } from '../serve.ts';
import { openStore } from '../store.ts';
import { wire } from './api.ts';
import { startNotifying } from './notify.ts';
import { pages } from './pages.ts';
import type { Gateway, PayState } from './state.ts';

const DEFAULTS = {
  pid: '1000',
  key: 'beika-sandbox-pay-key',
  'notify-method': 'GET',
  'retry-ms': '2000,5000,15000,60000,180000,1200000,3600000',
  auto: 'no',
};

/** Starts the payment gateway (易支付) and prints `ready http://…`. */
export async function start(argv: string[]): Promise<void> {
  const options = readOptions('pay', argv, DEFAULTS);
  const fresh = (): PayState => ({ orders: [], faults: [], next: 1, auto: false });
  const store = openStore<PayState>(options.data, fresh);
  store.state.auto = options.auto === 'yes';
  let base = '';
  const gateway: Gateway = {
    store,
    pid: options.pid,
    key: options.key,
    base: () => base,
    waits: options['retry-ms'].split(',').map(Number),
    method: options['notify-method'].toUpperCase(),
  };
  const app = express().disable('x-powered-by');
  app.use(wire(gateway), pages(gateway), errors);
  const { server, url } = await listen(app, options);
  base = url;
  startNotifying(gateway);
  stopOnSignal(() => server.closeAllConnections());
  process.stdout.write(`ready ${url}\n`);
}

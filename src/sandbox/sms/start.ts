import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { errors } from '../errors.ts';
import { type Html, html, ownFormsOnly, sendPage, style } from '../html.ts';
import { readOptions } from '../options.ts';
import { listen, stopOnSignal } from '../serve.ts';
import { openStore, type Store } from '../store.ts';
import { shownTime } from '../time.ts';
import { answered, type Message, messages, type SmsState, send } from './send.ts';
import { signatureFault } from './signature.ts';

const DEFAULTS = { 'key-id': 'sandbox', 'key-secret': 'sandbox' };
const REMEMBERED = 2000;
const SHOWN = 100;
const FaultForm = z.object({
  code: z.string().default('isv.BUSINESS_LIMIT_CONTROL'),
  times: z.coerce.number().int().min(1).default(1),
  lost: z.coerce.boolean().default(false),
});

interface Keys {
  id: string;
  secret: string;
}

/** Starts the SMS service (Aliyun dysmsapi 2017-05-25) and prints `ready http://…`. */
export async function start(argv: string[]): Promise<void> {
  const options = readOptions('sms', argv, DEFAULTS);
  const store = openStore<SmsState>(options.data, () => ({ faults: [], seen_nonces: [] }));
  const app = createApp(store, { id: options['key-id'], secret: options['key-secret'] });
  const { server, url } = await listen(app, options);
  stopOnSignal(() => server.closeAllConnections());
  process.stdout.write(`ready ${url}\n`);
}

function createApp(store: Store<SmsState>, keys: Keys): Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/sandbox.css', style);
  app.get('/_control/messages', (req, res) => {
    const phone = String(req.query['phone'] ?? '');
    res.json(messages(store).filter((message) => !phone || message.phone === phone));
  });
  app.post('/_control/fault', ownFormsOnly, express.json(), (req, res) => {
    store.state.faults.push(FaultForm.parse(req.body));
    store.commit();
    res.json({ done: true });
  });
  app.all('/', express.raw({ type: () => true, limit: '1mb' }), (req, res) => {
    const action = req.get('x-acs-action');
    if (action) serve(store, keys, action, req, res);
    else if (req.method === 'GET') sendPage(res, '演练短信', list(messages(store)));
    else res.status(400).json(answered('MissingAction'));
  });
  return app.use(errors);
}

function serve(store: Store<SmsState>, keys: Keys, action: string, req: Request, res: Response) {
  const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const query = new URL(req.originalUrl, 'http://sandbox').searchParams;
  const { method, headers } = req;
  const call = { method, path: '/', query, headers, body, now: Date.now() };
  const wrong = signatureFault(call, keys.id, keys.secret) ?? nonceFault(store, req);
  if (wrong)
    return res.status(wrong === 'InvalidAccessKeyId.NotFound' ? 404 : 400).json(answered(wrong));
  if (action !== 'SendSms' || req.get('x-acs-version') !== '2017-05-25') {
    return res.status(404).json(answered('InvalidAction.NotFound'));
  }
  const [fault] = store.state.faults;
  if (fault) {
    fault.times -= 1;
    store.state.faults = store.state.faults.filter(({ times }) => times > 0);
    store.commit();
    if (!fault.lost) return res.json(answered(fault.code));
  }
  const result = send(store, parametersOf(query, req, body));
  if (fault?.lost) return res.socket?.destroy();
  return res.json(result);
}

/** Parameters stand in the query, or in a form body. */
function parametersOf(query: URLSearchParams, req: Request, body: Buffer): Record<string, string> {
  const form = req.is('application/x-www-form-urlencoded') ? body.toString('utf8') : '';
  return Object.fromEntries([...query, ...new URLSearchParams(form)]);
}

// The same request twice is an attack or a bug; each has a fresh nonce.
function nonceFault(store: Store<SmsState>, req: Request): string | undefined {
  const nonce = req.get('x-acs-signature-nonce') ?? '';
  if (store.state.seen_nonces.includes(nonce)) return 'SignatureNonceUsed';
  store.state.seen_nonces = [...store.state.seen_nonces.slice(-REMEMBERED), nonce];
  store.commit();
  return undefined;
}

function list(all: Message[]): Html {
  const shown = all.slice(-SHOWN).reverse();
  return html`<p>共 ${all.length} 条 <a href="/">刷新</a></p><table>${shown.map(
    (m) => html`<tr><td>${shownTime(m.at)}</td><td>${m.phone}</td>
<td>【${m.sign_name}】${m.template_code}</td><td>${Object.entries(m.template_param)
      .map(([name, value]) => `${name}=${value}`)
      .join('，')}</td></tr>`,
  )}</table>`;
}

import { SMTPServer } from 'smtp-server';
import { readOptions } from '../options.ts';
import { listen, portOf, stopOnSignal } from '../serve.ts';
import { openStore, type Store } from '../store.ts';
import { createApp } from './app.ts';
import { takeMail } from './receive.ts';
import { type Faults, freshFaults, type MailState } from './state.ts';

/** Starts the mail sink: prints `ready smtp://… http://…`. `--port` is the SMTP port. */
export async function start(argv: string[]): Promise<void> {
  const options = readOptions('mail', argv, { 'web-port': '' });
  const store = openStore<MailState>(options.data, () => ({ web_port: 0, faults: freshFaults() }));
  const smtp = createSmtp(store);
  await new Promise<void>((done, failed) => {
    smtp.once('error', failed);
    smtp.listen(Number(options.port), options.host, done);
  });
  // Later trouble of one connection is that connection's own.
  smtp.on('error', () => {});
  const { server, url } = await listenAgain(store, options);
  stopOnSignal(() => {
    server.closeAllConnections();
    smtp.server.close();
  });
  const port = portOf(smtp.server.address());
  process.stdout.write(`ready smtp://${options.host}:${port} ${url}\n`);
}

function createSmtp(store: Store<MailState>): SMTPServer {
  const take = (): Faults => store.state.faults;
  return new SMTPServer({
    authOptional: true,
    // Any name and password will do; what they were is nobody's business.
    onAuth: (_auth, _session, answer) => answer(null, { user: 'sandbox' }),
    // STARTTLS would offer a certificate that no client can trust.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    size: 25 * 1024 * 1024,
    onRcptTo: (address, _session, answer) => {
      const refused = take().refuse_to && address.address.includes(take().refuse_to);
      if (!refused) return answer();
      return answer(Object.assign(new Error('mailbox unavailable'), { responseCode: 550 }));
    },
    onData: (stream, session, answer) => {
      takeMail(store, stream, session).then(() => answer(), answer);
    },
  });
}

// The page keeps its address from start to start, when nobody else has taken it meanwhile.
async function listenAgain(
  store: Store<MailState>,
  options: { host: string; 'web-port': string },
): ReturnType<typeof listen> {
  const wanted = options['web-port'] || String(store.state.web_port);
  const app = createApp(store);
  const found = await listen(app, { host: options.host, port: wanted }).catch((error) => {
    if (options['web-port']) throw error;
    return listen(app, { host: options.host, port: '0' });
  });
  store.state.web_port = Number(new URL(found.url).port);
  store.commit();
  return found;
}

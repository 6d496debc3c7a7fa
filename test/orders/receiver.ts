import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after } from 'node:test';

export interface Received {
  signature: string;
  event_id: string;
  body: string;
  event: string;
  order_no: string;
}

/** A panel on 127.0.0.1 that keeps what it gets; `answer` says what it does with each. */
export async function startReceiver() {
  const got: Received[] = [];
  const panel = { got, url: '', answer: (res: ServerResponse, _one: Received) => void res.end() };
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { event, order } = JSON.parse(body);
    const one = {
      signature: String(req.headers['beika-signature']),
      event_id: String(req.headers['beika-event-id']),
      ...{ body, event, order_no: order?.order_no ?? '' },
    };
    got.push(one);
    panel.answer(res, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  panel.url = `http://127.0.0.1:${port}/hooks`;
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return panel;
}

export const says =
  (status: number, text = '') =>
  (res: ServerResponse) =>
    void res.writeHead(status).end(text);

/** The example of docs/webhooks.md, as it stands there. */
export async function fromDocs(
  folder: string,
): Promise<{ isFromBeika(...of: unknown[]): boolean }> {
  const text = readFileSync('docs/webhooks.md', 'utf8');
  const file = join(mkdtempSync(join(folder, 'docs-')), 'verify.mjs');
  writeFileSync(file, /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '');
  return import(file);
}

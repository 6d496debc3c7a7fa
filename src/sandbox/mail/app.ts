import express, { type Express } from 'express';
import { z } from 'zod';
import { errors } from '../errors.ts';
import { type Html, html, ownFormsOnly, sendPage, style } from '../html.ts';
import type { Store } from '../store.ts';
import { shownTime } from '../time.ts';
import { mails } from './receive.ts';
import { freshFaults, type Mail, type MailState } from './state.ts';

const SHOWN = 100;
const FaultForm = z
  .object({ refuse_to: z.string(), next: z.coerce.number().int(), code: z.coerce.number().int() })
  .partial();

/** The page of received letters and the JSON interface. */
export function createApp(store: Store<MailState>): Express {
  const app = express();
  app.disable('x-powered-by').use(ownFormsOnly, express.json(), express.urlencoded());
  app.get('/sandbox.css', style);
  app.get('/', (_req, res) => sendPage(res, '演练邮箱', list(mails(store))));
  app.get('/mails/:n', (req, res) => {
    const mail = mails(store).find(({ n }) => n === Number(req.params.n));
    if (mail) sendPage(res, mail.subject, letter(mail));
    else sendPage(res.status(404), '没有这封邮件', html`<p><a href="/">返回</a></p>`);
  });
  app.get('/_control/mails', (req, res) => {
    const to = String(req.query['to'] ?? '');
    res.json(mails(store).filter((mail) => !to || mail.to.includes(to)));
  });
  app.post('/_control/fault', (req, res) => {
    const given = Object.entries(FaultForm.parse(req.body)).filter(([, v]) => v !== undefined);
    store.state.faults = { ...freshFaults(), ...Object.fromEntries(given) };
    store.commit();
    res.json({ done: true });
  });
  return app.use(errors);
}

function list(all: Mail[]): Html {
  const shown = all.slice(-SHOWN).reverse();
  return html`<p>共 ${all.length} 封 <a href="/">刷新</a></p><table>${shown.map(
    (mail) => html`<tr><td>${shownTime(mail.at)}</td><td>${mail.to.join('、')}</td>
<td><a href="/mails/${mail.n}">${mail.subject || '（无主题）'}</a></td></tr>`,
  )}</table>`;
}

// HTML letters are shown as their source: nothing of a letter is ever run or fetched.
function letter(mail: Mail): Html {
  return html`<p><a href="/">返回</a></p><p>发件 ${mail.from} · 收件 ${mail.to.join('、')} · ${shownTime(mail.at)}</p>
<h2>正文</h2><pre>${mail.text}</pre>${mail.html && html`<h2>HTML 源码</h2><pre>${mail.html}</pre>`}
${
  mail.attachments.length > 0 &&
  html`<h2>附件</h2><ul>${mail.attachments.map(
    (a) => html`<li>${a.filename}（${a.type}，${a.bytes} 字节）</li>`,
  )}</ul>`
}`;
}

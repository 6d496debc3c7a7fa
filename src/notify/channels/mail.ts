import { isIP } from 'node:net';
import ejs from 'ejs';
import nodemailer, { type Transporter } from 'nodemailer';
import { allowedAddress, isNotAllowed } from '../../platform/call-out.ts';
import { SECOND } from '../../platform/clock.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import { readSetting } from '../../platform/settings.ts';
import { siteSetting } from '../../platform/site.ts';
import { absolute } from '../site-url.ts';
import type { Channel, Content, Outgoing, Sent } from './channel.ts';
import { type MailServer, mailServer } from './mail-settings.ts';

export const mail: Channel = {
  title: '邮件',
  addressFor: async (_event, template, to) => (template.mail ? (to.email ?? null) : null),
  isReady: async () => (await mailServer()) !== undefined,
  send: async (outgoing) => {
    const server = await mailServer();
    if (!server) throw new Error('mail is not set up');
    return sendMail(server, outgoing);
  },
};

/** Sends one mail; a 5xx answer is a refusal for good. */
async function sendMail(server: MailServer, outgoing: Outgoing): Promise<Sent> {
  const { delivery_no, event, content } = outgoing;
  const html = await htmlOf(content);
  const call = { system: 'mail', action: event, target: targetOf(server), subject: delivery_no };
  const transport = await transportTo(server).catch(unreached);
  try {
    const message = {
      from: server.from,
      to: content.to,
      subject: content.subject,
      text: textOf(content),
      html,
      // The same for every try, so that a mail program shows a repeated one once.
      messageId: `<${delivery_no}@beika>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    };
    return await recordedCall(call, () => handOver(transport, message), outcomeOf);
  } finally {
    transport.close();
  }
}

/** SMTP errors repeat the address: only code and response code get out of here. */
async function handOver(
  transport: Transporter,
  message: Parameters<Transporter['sendMail']>[0],
): Promise<Sent> {
  try {
    await transport.sendMail(message);
    return { refused: false };
  } catch (error) {
    const status = numberIn(error, 'responseCode');
    if (status >= 550 && status <= 554) return { refused: true, reason: `对方拒收（${status}）` };
    throw new Error(wordsFor(error), { cause: codeOf(error) });
  }
}

function unreached(error: unknown): never {
  throw new Error(wordsFor(error), { cause: codeOf(error) });
}

/** Why a mail server could not be used, in words and without an address. */
export function wordsFor(error: unknown): string {
  const code = codeOf(error);
  const status = numberIn(error, 'responseCode');
  if (code === 'EAUTH') return '用户名或密码不正确';
  if (isNotAllowed(error)) return error.message;
  if (code === 'EDNS' || code === 'ENOTFOUND') return '找不到邮件服务器，请检查地址';
  if (code === 'ETIMEDOUT') return '邮件服务器没有应答';
  if (code === 'ESOCKET' || code === 'ECONNECTION')
    return '连不上邮件服务器，请检查地址、端口和加密方式';
  return `邮件服务器报错（${[code, status || ''].join(' ').trim() || '未知'}）`;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function numberIn(error: unknown, key: 'responseCode'): number {
  return typeof error === 'object' && error !== null && key in error
    ? Number(Reflect.get(error, key))
    : 0;
}

function outcomeOf(sent: Sent): string {
  return sent.refused ? 'refused' : 'ok';
}

export function targetOf(server: MailServer): string {
  return `${server.host}:${server.port}`;
}

/** Throws ENOTALLOWED for a server in a network that may not be called. */
export async function transportTo(server: MailServer): Promise<Transporter> {
  const host = await allowedAddress(server.host, { isSandbox: server.sandbox });
  return nodemailer.createTransport({
    host,
    // The name is looked up once; the certificate is still that of the name.
    ...(isIP(server.host) ? {} : { tls: { servername: server.host } }),
    port: server.port,
    secure: server.secure,
    // A password never travels in the clear.
    requireTLS: !server.secure && server.user !== '',
    ...(server.user ? { auth: { user: server.user, pass: server.password } } : {}),
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 20 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function textOf(content: Content): string {
  return content.link ? `${content.text}\n\n${absolute(content.link)}\n` : `${content.text}\n`;
}

const views = new URL('../../../views', import.meta.url).pathname;

async function htmlOf(content: Content): Promise<string> {
  const body = await ejs.renderFile(`${views}/notify/mail.ejs`, {
    text: content.text,
    link: content.link && absolute(content.link),
  });
  const { name } = await readSetting(siteSetting);
  return ejs.renderFile(`${views}/layouts/mail.ejs`, {
    title: content.subject,
    body,
    site: { name },
  });
}

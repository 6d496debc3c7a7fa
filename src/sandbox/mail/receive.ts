import { type ParsedMail, simpleParser } from 'mailparser';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Store } from '../store.ts';
import type { Mail, MailState } from './state.ts';

const FILE = 'mails.jsonl';

/** Letters in the order they came. */
export const mails = (store: Store<MailState>): Mail[] =>
  // Safe: the file is written by `takeMail` alone.
  store.rows(FILE) as Mail[];

/** Takes one letter and has it on disk before the sender is told so. Throws what a fault demands. */
export async function takeMail(
  store: Store<MailState>,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  const { faults } = store.state;
  if (faults.next > 0) {
    faults.next -= 1;
    store.commit();
    throw Object.assign(new Error('try again later'), { responseCode: faults.code });
  }
  const source = Buffer.concat(parts);
  const parsed = await simpleParser(source);
  // Counted without waiting: two letters at once get two numbers.
  const n = mails(store).length + 1;
  store.put(`mails/${String(n).padStart(6, '0')}.eml`, source);
  store.append(FILE, describe(n, parsed, session));
}

function describe(n: number, parsed: ParsedMail, session: SMTPServerSession): Mail {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    n,
    at: new Date().toISOString(),
    from: mailFrom ? mailFrom.address : '',
    to: rcptTo.map(({ address }) => address),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html || '',
    headers: Object.fromEntries(
      parsed.headerLines.map(({ key, line }) => [key, line.slice(key.length + 1).trim()]),
    ),
    attachments: parsed.attachments.map(({ filename, size, contentType }) => ({
      filename: filename ?? '',
      bytes: size,
      type: contentType,
    })),
  };
}

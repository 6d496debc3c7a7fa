import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server on 127.0.0.1 that keeps what it gets. `hold` makes it take a mail and answer nothing. */
export async function startSink() {
  const mails: ParsedMail[] = [];
  const sink = { mails, port: 0, hold: false, refuse: 0, onMail: (_mail: ParsedMail) => {} };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (!sink.refuse) return done();
      done(Object.assign(new Error('no such <person@example.com>'), { responseCode: sink.refuse }));
    },
    onData: (stream, _session, done) => {
      simpleParser(stream, (error, mail) => {
        if (error) return done(error);
        mails.push(mail);
        sink.onMail(mail);
        if (!sink.hold) done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sink.port = (server.server.address() as AddressInfo).port; // a TCP server's address is never a string
  after(() => new Promise<void>((resolve) => server.close(resolve)));
  return sink;
}

import assert from 'node:assert/strict';
import test from 'node:test';
import nodemailer from 'nodemailer';
import { getJson, postJson, startSandbox, temporaryDir } from './process.ts';

interface Mail {
  n: number;
  to: string[];
  subject: string;
  text: string;
  html: string;
}

const dir = temporaryDir();
let mail = await startSandbox('mail', [], dir);
const send = async (to: string, subject: string, html?: string) => {
  const { hostname, port } = new URL(mail.urls[0] ?? '');
  const auth = { user: 'any', pass: 'thing' };
  const transport = nodemailer.createTransport({ host: hostname, port: Number(port), auth });
  await transport.sendMail({
    from: 'shop@example.com',
    to,
    subject,
    text: '您的卡密',
    ...(html ? { html } : {}),
  });
};
const received = () => getJson<Mail[]>(`${mail.url}/_control/mails`);

test('a letter is kept with its subject and text, and shown without being run', async () => {
  await send('buyer@example.com', '订单已发货', '<b>卡密</b><script>alert(1)</script>');
  const [letter] = await received();
  assert.equal(letter?.subject, '订单已发货');
  assert.deepEqual(letter?.to, ['buyer@example.com']);
  assert.match(letter?.text ?? '', /您的卡密/);
  const page = await (await fetch(`${mail.url}/mails/1`)).text();
  assert.ok(page.includes('&lt;script&gt;'));
  assert.ok((await (await fetch(mail.url)).text()).includes('订单已发货'));
});

test('letters outlive kill -9, and those that come at once are numbered apart', async () => {
  await mail.stop('SIGKILL');
  mail = await startSandbox('mail', [], dir);
  await Promise.all(['a', 'b', 'c'].map((name) => send(`${name}@example.com`, name)));
  const letters = await received();
  assert.deepEqual(letters.map(({ n }) => n).sort(), [1, 2, 3, 4]);
});

test('a recipient may be refused, and a letter put off', async () => {
  await postJson(`${mail.url}/_control/fault`, { refuse_to: 'nobody@', next: 1 });
  await assert.rejects(send('nobody@example.com', 'x'), /550/);
  await assert.rejects(send('buyer@example.com', 'x'), /451/);
  await send('buyer@example.com', 'at last');
  assert.equal((await received()).length, 5);
  assert.equal(await mail.stop(), 0);
});

import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { forgetLimits } from './limits.ts';

const app = await start();
const { aFiling, aPerson, aPhoto } = await import('../factories.ts');
const { makePhoneLink } = await import('../../src/filings/customer/phone-links.ts');
const owner = await aPerson();
const reviewer = await app.signedIn('reviewer');
const customer = await app.signedIn('customer');

async function picture(): Promise<FormData> {
  const form = new FormData();
  form.append('purpose', 'entity_licence');
  form.append('file', new Blob([new Uint8Array(await aPhoto())]), 'a.jpg');
  return form;
}

/** Announces 60 MB and sends so many bytes of a picture. */
function announce(path: string, cookie = 'none=1', bytes = 0): Promise<Socket> {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: a',
    `Cookie: ${cookie}`,
    'Content-Type: multipart/form-data; boundary=x',
    `Content-Length: ${60 << 20}`,
  ];
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n';
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => {
      socket.write(`${head.join('\r\n')}\r\n\r\n${part}`);
      socket.write(Buffer.alloc(bytes, 1), () => resolve(socket));
    });
    socket.on('error', reject);
  });
}

test('who holds no link to a phone page cannot take up the room in which pictures are read', async () => {
  const held = await Promise.all([1, 2, 3, 4, 5].map((n) => announce(`/u/${n}`.padEnd(43, 'x'))));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const init = { method: 'POST', body: await picture(), headers: { accept: 'application/json' } };
  assert.equal((await customer.fetch('/documents', init)).status, 201);
  for (const socket of held) socket.destroy();
});

test('who announces much and sends little, or as much as he can, keeps nobody else from uploading', async () => {
  const greedy = await app.signedIn('customer');
  const cookie = [...greedy.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const upload = async (browser: typeof customer, more = 0) => {
    const body = await picture();
    body.set('file', new Blob([new Uint8Array(await aPhoto()), new Uint8Array(more)]), 'b.jpg');
    const init = { method: 'POST', body, headers: { accept: 'application/json' } };
    return (await browser.fetch('/documents', init)).status;
  };
  const sizes = [0, 0, 0, 0, 0, 19, 19, 19, 19];
  const held = await Promise.all(sizes.map((mb) => announce('/documents', cookie, mb << 20)));
  for (let tries = 0; (await upload(greedy, 1 << 20)) !== 429; tries++) assert.ok(tries < 100);
  assert.equal(await upload(customer), 201);
  for (const socket of held) socket.destroy();
});

test('a name with brackets in a form with pictures is refused, not tripped over', async () => {
  const { filing_no } = await aFiling({ customer: owner });
  const token = await makePhoneLink(owner, filing_no, 'pictures');
  for (const name of ['purpose[toString]', 'purpose[__proto__][x]', 'version[a][b]']) {
    const body = await picture();
    body.delete('purpose');
    body.append(name, 'x');
    const answer = await app.client().fetch(`/u/${token}`, { method: 'POST', body });
    assert.equal(answer.status, 400, name);
  }
});

test('what nobody has handed in yet is told to no reviewer, by any address', async () => {
  const { filing_no } = await aFiling({ customer: owner });
  const at = `/review/${filing_no}`;
  const asked = { reason: '核对证件号码', version: '1', decision: 'pass' };
  const answers = await Promise.all([
    reviewer.get(at),
    reviewer.get(`${at}/reveals/entity.id_number`),
    reviewer.post(`${at}/reveals/entity.id_number`, asked),
    reviewer.fetch(`${at}/reveals/entity.name`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(asked),
    }),
    reviewer.post(`${at}/reveals/materials.entity_licence`, asked),
    reviewer.get(`/api/v1/filings/${filing_no}`),
  ]);
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [404]);
  const looks = await app.db('audit_entries').where({ action: 'filing.revealed' });
  assert.deepEqual(looks, []);
});

test('an invented X-Forwarded-For does not make one guesser many', async () => {
  await forgetLimits();
  const statuses: number[] = [];
  for (let n = 0; n < 32; n++) {
    const headers = { 'x-forwarded-for': `203.0.113.${n}`, forwarded: `for=198.51.100.${n}` };
    statuses.push((await app.client().fetch('/setup?token=x', { headers })).status);
  }
  assert.equal(statuses.at(-1), 429);
  await forgetLimits();
});

test('of many claims at once one holds, and of many decisions one counts', async () => {
  const { filing_no } = await aFiling({ customer: owner, status: 'provider_review' });
  const reviewers = [reviewer, await app.signedIn('reviewer'), await app.signedIn('administrator')];
  await Promise.all(reviewers.map((who) => who.post(`/review/${filing_no}/claim`)));
  const { reviewer_id, version } = (await app.db('filings').where({ filing_no }).first()) ?? {};
  assert.ok(reviewers.some(({ user_id }) => user_id === reviewer_id));
  const form = { version: String(version), decision: 'return', 'words:entity.name': '请改名称' };
  await Promise.all(
    [...reviewers, ...reviewers].map((who) => who.post(`/review/${filing_no}/decision`, form)),
  );
  const kept = await app
    .db('filing_reviews')
    .join('filings', 'filings.id', 'filing_id')
    .where({ filing_no });
  assert.ok(kept.length <= 1, `${kept.length} decisions`);
});

test('what decides about a filing is not to be set by sending it', async () => {
  const { filing_no } = await aFiling({ customer: { ...owner, id: customer.user_id } });
  const own = await app.db('filings').where({ filing_no }).first();
  const stolen = {
    status: 'approved',
    customer_id: '1',
    filing_no: 'BA1',
    reviewer_id: '1',
    source: 'api',
  };
  const form = { version: String(own?.version), ...stolen, 'entity.remark': '备注' };
  assert.equal((await customer.post(`/filings/${filing_no}/draft`, form)).status, 200);
  const {
    form_sealed: _form,
    version: _v,
    saved_at: _at,
    title_sealed: _t,
    ...after
  } = (await app.db('filings').where({ filing_no }).first()) ?? {};
  for (const [column, value] of Object.entries(after))
    if (column in stolen) assert.deepEqual(value, Reflect.get(own ?? {}, column), column);
});

test('signing in gives a new session, whatever cookie was brought', async () => {
  const { createUser } = await import('../../src/accounts/index.ts');
  const { hashPassword } = await import('../../src/accounts/entry/passwords.ts');
  const { inTransaction } = await import('../../src/platform/db.ts');
  const email = 'fixed@example.com';
  const password_hash = await hashPassword('correct horse battery');
  await inTransaction(async (trx) => {
    const { id } = await createUser(trx, { name: '李华', email, roles: ['customer'] });
    await trx('users').where({ id }).update({ password_hash });
  });
  const victim = app.client();
  victim.setCookie('session=chosen-by-somebody-else');
  const form = { account: email, password: 'correct horse battery', next: '//evil.example/x' };
  const answer = await victim.post('/sign-in', form);
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/']);
  assert.notEqual(victim.cookies.get('session'), 'chosen-by-somebody-else');
});

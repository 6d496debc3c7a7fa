import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { aForm, aFiling, aKeyOf, aPerson, aPhoto, filingNow } = await import('../factories.ts');
const customer = await aPerson();
const key = await aKeyOf(customer);
const photo = (await aPhoto()).toString('base64');
const client = app.client();

type Answer = { status: number; body: Record<string, unknown> };
const bearer = (token = key, more = {}) => ({ authorization: `Bearer ${token}`, ...more });
const post = (body: unknown, headers: Record<string, string> = bearer()): Promise<Answer> =>
  client.json('POST', '/api/v1/filings', body, headers);
const get = (filing_no: unknown, token = key): Promise<Answer> =>
  client.json('GET', `/api/v1/filings/${filing_no}`, undefined, bearer(token));

/** As a hosting panel sends it: the form's parts, and a picture for every slot. */
function aMessage(change: (form: ReturnType<typeof aForm>) => void = () => {}) {
  const form = aForm();
  change(form);
  const { materials, request: _request, ending: _ending, ...parts } = form;
  const pictures = Object.fromEntries(Object.keys(materials).map((slot) => [slot, photo]));
  return { ...parts, pictures };
}

test('one call files a site, and another tells how it stands, with personal data masked', async () => {
  const message = aMessage();
  const { status, body } = await post(message);
  assert.equal(status, 201, JSON.stringify(body));
  assert.match(String(body['filing_no']), /^BA[0-9A-Z]{16}$/);
  assert.deepEqual([body['status'], body['label']], ['provider_review', '初审中']);
  const shown = await get(body['filing_no']);
  assert.equal(shown.status, 200);
  assert.deepEqual(
    (shown.body['timeline'] as { event: string }[]).map(({ event }) => event),
    ['created', 'submitted'],
  );
  const text = JSON.stringify(shown.body);
  assert.ok(!text.includes(message.entity.leader.id_number));
  assert.ok(!text.includes(message.entity.leader.mobile));
});

test('a filing that breaks a rule is refused whole, each field named, and nothing is kept', async () => {
  const documents = async () => (await app.db('documents')).length;
  const before = await documents();
  const { status, body } = await post(
    aMessage(({ entity }) => {
      entity.id_number = '123';
      entity.leader.mobile = '1';
    }),
  );
  assert.equal(status, 422);
  const { error } = body as { error: { code: string; fields: Record<string, string> } };
  assert.equal(error.code, 'unprocessable');
  assert.ok(error.fields['entity.id_number'] && error.fields['entity.leader.mobile']);
  assert.equal(await documents(), before);
});

test('what is not understood is named, never dropped', async () => {
  for (const [extra, field] of [
    [{ entity: { nome: 'x' } }, 'entity.nome'],
    [{ pictures: { passport: photo } }, 'pictures.passport'],
    [{ pictures: { entity_licence: 'not base64!' } }, 'pictures.entity_licence'],
    [
      { pictures: { entity_licence: Buffer.from('GIF89a').toString('base64') } },
      'pictures.entity_licence',
    ],
    [{ surprise: 1 }, 'surprise'],
    [{ pictures: 'x' }, 'pictures'],
  ] as const) {
    const { status, body } = await post({ ...aMessage(), ...extra, draft: true });
    assert.ok(status === 422 || status === 415, JSON.stringify([extra, body]).slice(0, 300));
    const { error } = body as { error: { fields: Record<string, string> } };
    assert.ok(error.fields[field], JSON.stringify([field, error]));
  }
});

test('a draft is kept whatever is missing', async () => {
  const { status, body } = await post({ entity: { name: '青禾' }, draft: true });
  assert.deepEqual([status, body['status']], [201, 'draft']);
  assert.ok((body['findings'] as unknown[]).length > 0);
});

test('the same request under a key, eight times at once and again later, files once', async () => {
  const message = aMessage();
  const headers = bearer(key, { 'idempotency-key': 'order-1' });
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(message, headers)));
  answers.push(await post(message, headers));
  for (const answer of answers) assert.deepEqual(answer.body, answers[0]?.body);
  assert.ok(answers.every(({ status }) => status === 201));
  const rows = await app
    .db('filing_domains')
    .where({ domain: message.services[0]?.domains[0] ?? '' });
  assert.equal(rows.length, 1);
  const kept = JSON.stringify(await app.db('filing_requests'));
  assert.ok(!kept.includes('order-1') && !kept.includes('初审'));
});

test('another request under a used key is refused; the same key of another customer is his own', async () => {
  const headers = { 'idempotency-key': 'order-2' };
  assert.equal((await post(aMessage(), bearer(key, headers))).status, 201);
  const { status, body } = await post(aMessage(), bearer(key, headers));
  assert.equal(status, 422);
  assert.match(JSON.stringify(body), /Idempotency-Key/);
  const other = await aKeyOf(await aPerson());
  assert.equal((await post(aMessage(), bearer(other, headers))).status, 201);
});

test('a refused request frees its key for the mended one', async () => {
  const headers = bearer(key, { 'idempotency-key': 'order-3' });
  const message = aMessage();
  const wrong = { ...message, entity: { ...message.entity, name: '' } };
  assert.equal((await post(wrong, headers)).status, 422);
  assert.equal((await post(message, headers)).status, 201);
});

test('an entity with a filing under way gets no second one', async () => {
  const message = aMessage();
  assert.equal((await post(message)).status, 201);
  const again = aMessage(({ entity }) => {
    entity.id_number = message.entity.id_number;
  });
  const { status, body } = await post(again);
  assert.equal(status, 409);
  assert.ok((body as { error: { fields: object } }).error.fields['entity.id_number' as never]);
});

test('without a key, with a wrong one, or with one that may not file, nothing is done', async () => {
  assert.equal((await post(aMessage(), {})).status, 401);
  assert.equal((await post(aMessage(), bearer('bk_nobody'))).status, 401);
  const reader = await aKeyOf(await aPerson('auditor'), ['filing.read_all']);
  assert.equal((await post(aMessage(), bearer(reader))).status, 403);
});

test("another customer's filing is not found; who may read all finds it", async () => {
  const { filing_no } = await aFiling({ customer, status: 'provider_review' });
  assert.equal((await get(filing_no, await aKeyOf(await aPerson()))).status, 404);
  const reader = await aKeyOf(await aPerson('auditor'), ['filing.read_all']);
  assert.equal((await get(filing_no, reader)).status, 200);
  assert.equal((await get('BANOTHING')).status, 404);
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
});

test('of the same refused request sent twice at once, the one that waited is asked to send it again', async () => {
  const headers = bearer(key, { 'idempotency-key': 'order-wrong-twice' });
  const message = { ...aMessage(), surprise: 1 };
  const answers = await Promise.all([post(message, headers), post(message, headers)]);
  for (const { status } of answers) assert.ok(status === 422 || status === 409, `${status}`);
  assert.equal((await post(aMessage(), headers)).status, 201);
});

import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import test from 'node:test';
import { getJson, postJson, startSandbox } from './process.ts';

const { url } = await startSandbox('sms');
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const MESSAGE = {
  PhoneNumbers: '13800138000',
  SignName: '备卡',
  TemplateCode: 'SMS_1',
  TemplateParam: '{"code":"123 456*"}',
};

interface Change {
  id?: string;
  secret?: string;
  at?: string;
  nonce?: string;
  body?: string;
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The headers of a signed SendSms. */
function signed(query: string, body: string, change: Change): Record<string, string> {
  const headers: Record<string, string> = {
    host: new URL(url).host,
    'x-acs-action': 'SendSms',
    'x-acs-content-sha256': hash(body),
    'x-acs-date': change.at ?? `${new Date().toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': change.nonce ?? randomUUID(),
    'x-acs-version': '2017-05-25',
    ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = ['POST', '/', query, lines, names.join(';'), hash(body)].join('\n');
  const signature = createHmac('sha256', change.secret ?? 'sandbox')
    .update(`ACS3-HMAC-SHA256\n${hash(canonical)}`)
    .digest('hex');
  const { host: _host, ...sent } = headers;
  const credential = `ACS3-HMAC-SHA256 Credential=${change.id ?? 'sandbox'}`;
  const authorization = `${credential},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { ...sent, authorization };
}

/** Calls SendSms; the parameters stand in the query, or in the body when there is one. */
async function call(parameters: Record<string, string>, change: Change = {}) {
  const body = change.body ?? '';
  const pairs = Object.entries(parameters).map(([k, v]) => `${encode(k)}=${encode(v)}`);
  const query = body ? '' : pairs.sort().join('&');
  const response = await fetch(`${url}/?${query}`, {
    method: 'POST',
    headers: signed(query, body, change),
    ...(body ? { body } : {}),
  });
  // The shape that the service documents.
  const answer = (await response.json()) as { Code: string; BizId?: string; RequestId: string };
  return { status: response.status, ...answer };
}

test('a signed message is taken, from the query or from a form', async () => {
  const answer = await call(MESSAGE);
  assert.equal(answer.Code, 'OK');
  assert.match(answer.BizId ?? '', /^\d+\^0$/);
  const form = new URLSearchParams({ ...MESSAGE, PhoneNumbers: '13900139000' }).toString();
  assert.equal((await call({}, { body: form })).Code, 'OK');
  const kept = await getJson<{ phone: string; template_param: object }[]>(
    `${url}/_control/messages`,
  );
  assert.deepEqual(
    kept.map(({ phone }) => phone),
    ['13800138000', '13900139000'],
  );
  assert.deepEqual(kept[0]?.template_param, { code: '123 456*' });
  assert.ok((await (await fetch(url)).text()).includes('13800138000'));
});

test('a call that is not signed rightly is refused', async () => {
  assert.equal((await call(MESSAGE, { secret: 'other' })).Code, 'SignatureDoesNotMatch');
  assert.equal((await call(MESSAGE, { id: 'other' })).Code, 'InvalidAccessKeyId.NotFound');
  assert.equal(
    (await call(MESSAGE, { at: '2020-01-01T00:00:00Z' })).Code,
    'InvalidTimeStamp.Expired',
  );
  const nonce = randomUUID();
  assert.equal((await call(MESSAGE, { nonce })).Code, 'OK');
  assert.equal((await call(MESSAGE, { nonce })).Code, 'SignatureNonceUsed');
});

test('parameters that cannot be sent are refused, and so is what a fault demands', async () => {
  const codes: [Partial<typeof MESSAGE>, string][] = [
    [{ PhoneNumbers: '110' }, 'isv.MOBILE_NUMBER_ILLEGAL'],
    [{ SignName: '' }, 'isv.SMS_SIGNATURE_ILLEGAL'],
    [{ TemplateCode: '' }, 'isv.SMS_TEMPLATE_ILLEGAL'],
    [{ TemplateParam: '{"a":{}}' }, 'isv.INVALID_JSON_PARAM'],
  ];
  for (const [change, code] of codes)
    assert.equal((await call({ ...MESSAGE, ...change })).Code, code);
  await postJson(`${url}/_control/fault`, { code: 'isv.BUSINESS_LIMIT_CONTROL', times: 2 });
  for (const _ of [1, 2]) assert.equal((await call(MESSAGE)).Code, 'isv.BUSINESS_LIMIT_CONTROL');
  await postJson(`${url}/_control/fault`, { lost: true });
  await assert.rejects(call(MESSAGE));
  assert.equal((await call(MESSAGE)).Code, 'OK');
  assert.equal((await getJson<object[]>(`${url}/_control/messages`)).length, 5);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aForm, aKeyOf, aPerson, aPhoto } = await import('../../factories.ts');
const { isRead } = await import('../pages/stage.ts');
const key = await aKeyOf(await aPerson());
const photo = (await aPhoto()).toString('base64');
const client = app.client();
const bearer = (more = {}) => ({ authorization: `Bearer ${key}`, ...more });
const post = (body: unknown, more = {}) =>
  client.json('POST', '/api/v1/filings', body, bearer(more));

function aMessage() {
  const { materials, request: _request, ending: _ending, ...parts } = aForm();
  const pictures = Object.fromEntries(Object.keys(materials).map((slot) => [slot, photo]));
  return { ...parts, pictures };
}

test('all that is wrong is told at once: unknown fields, unknown places, broken pictures and broken rules', async () => {
  const message = aMessage();
  const { status, body } = await post({
    ...message,
    entity: { ...message.entity, name: '', nome: 'x' },
    pictures: { ...message.pictures, passport: photo, entity_licence: 'not base64!' },
    materials: { domain_certificate: ['WJAAAAAAAAAAAAAAAA'] },
    surprise: 1,
  });
  assert.equal(status, 422);
  const { error } = body as { error: { fields: Record<string, string> } };
  for (const path of ['entity.name', 'entity.nome', 'pictures.passport', 'surprise', 'materials'])
    assert.ok(error.fields[path], path);
  assert.equal(error.fields['pictures.entity_licence'], '图片须为 base64 文本');
});

test('a picture of something else than its place takes is told with what was read in it', async () => {
  const filed = post(aMessage(), { prefer: 'respond-async, wait=20' });
  const licence = async () =>
    (await app.db('filing_pictures').where({ slot: 'entity_licence' }).first())?.document_no;
  while ((await licence()) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const { document_no, slot } of await app.db('filing_pictures')) {
    const kind = slot === 'entity_licence' ? 'id_front' : 'unknown';
    await isRead(document_no, kind, {});
  }
  await app.db('documents').where({ ocr_status: 'waiting' }).update({ ocr_status: 'none' });
  const { status, body } = await filed;
  assert.equal(status, 201, JSON.stringify(body));
  const findings = body['findings'] as { path: string; message: string }[];
  const told = findings.find(({ path }) => path === 'materials.entity_licence');
  assert.match(told?.message ?? '', /像是身份证人像面，这里要的是“主办单位证件”/);
  const shown = await client.json(
    'GET',
    `/api/v1/filings/${body['filing_no']}`,
    undefined,
    bearer(),
  );
  assert.deepEqual((shown.body['findings'] as object[]).at(0), told);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aForm, aKeyOf, aPerson, aPhoto, filingNow } = await import('../../factories.ts');
const { aFiledEntity } = await import('./status-stage.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
const customer = await aPerson();
const key = await aKeyOf(customer);
const photo = (await aPhoto()).toString('base64');
const client = app.client();
const consents = { sensitive: true, truth: true };

interface Answer {
  status: number;
  body: Record<string, unknown> & { error: { code: string; fields: Record<string, string> } };
}
const bearer = { authorization: `Bearer ${key}` };
const post = (body: unknown): Promise<Answer> =>
  client.json('POST', '/api/v1/filings', body, bearer);
const shown = (body: Answer['body']): Promise<Answer> =>
  client.json('GET', `/api/v1/filings/${body['filing_no']}`, undefined, bearer);
const filings = async () => (await app.db('filings')).length;

/** A whole form as a panel sends it. */
function aMessage(change: (form: ReturnType<typeof aForm>) => void = () => {}) {
  const form = aForm();
  change(form);
  const { materials, request: _request, ending: _ending, ...parts } = form;
  const pictures = Object.fromEntries(Object.keys(materials).map((slot) => [slot, photo]));
  return { ...parts, pictures };
}
const about = (filed: Awaited<ReturnType<typeof aFiledEntity>>, kind: string, site?: 1 | 2) => ({
  kind,
  entity_icp_number: filed.record.entity.icp_number,
  ...(site ? { service_icp_number: filed.record.services[site - 1]?.icp_number } : {}),
});

test('a whole form says what it is: a first filing, or a new website of who is filed already', async () => {
  const first = await post(aMessage());
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual([first.body['kind'], first.body['kind_label']], ['initial', '首次备案']);
  const { record } = await aFiledEntity(customer);
  const again = await post(
    aMessage(({ entity, services: [site] }) => {
      entity.id_number = record.entity.id_number;
      if (site) site.name = `${site.name}三站`;
    }),
  );
  assert.equal(again.status, 201, JSON.stringify(again.body));
  assert.deepEqual([again.body['kind'], again.body['kind_label']], ['add_service', '新增网站']);
});

test('a domain that is filed here already is refused at the domain, with the way out', async () => {
  const { record } = await aFiledEntity(customer);
  const { status, body } = await post(
    aMessage(({ entity, services: [site] }) => {
      entity.id_number = record.entity.id_number;
      if (site) site.domains = [record.services[0]?.domains[0]?.domain ?? ''];
    }),
  );
  assert.equal(status, 422);
  assert.match(body.error.fields['services.0.domains.0'] ?? '', /已经在我们这里备案.*变更/);
});

test('a change sends only what differs; all else is as it is filed', async () => {
  const filed = await aFiledEntity(customer);
  const [one, two] = filed.record.services;
  const { status, body } = await post({
    request: about(filed, 'change'),
    services: [{ icp_number: two?.icp_number, access: { ips: [{ first: '47.96.0.99' }] } }],
    consents,
  });
  assert.equal(status, 201, JSON.stringify(body));
  assert.equal(body['kind'], 'change');
  const form = openForm(await filingNow(String(body['filing_no'])));
  assert.equal(form.entity.mailing_address, filed.record.entity.mailing_address);
  assert.deepEqual(
    form.services.map(({ name, access }) => [name, access.ips[0]?.first]),
    [
      [one?.name, '47.96.0.10'],
      [two?.name, '47.96.0.99'],
    ],
  );
  const { body: told } = await shown(body);
  const changes = told['changes'] as { path: string }[];
  assert.deepEqual(
    changes.map(({ path }) => path),
    ['services.1.access.ips'],
  );
  assert.ok(!JSON.stringify(told).includes(filed.record.entity.leader.mobile));
});

test('a leader of its own for a website needs only what differs from the one before', async () => {
  const filed = await aFiledEntity(customer);
  const { body } = await post({
    request: about(filed, 'change'),
    services: [
      { icp_number: filed.record.services[0]?.icp_number, leader: { mobile: '13800000009' } },
    ],
    draft: true,
  });
  const form = openForm(await filingNow(String(body['filing_no'])));
  const [site] = form.services;
  assert.deepEqual(
    [site?.leader_same, site?.leader.name, site?.leader.mobile],
    [false, filed.record.entity.leader.name, '13800000009'],
  );
});

test('nothing changed, an unknown website, and what does not belong there are each told by their path', async () => {
  const filed = await aFiledEntity(customer);
  const same = await post({ request: about(filed, 'change'), consents });
  assert.equal(same.status, 422);
  assert.match(same.body.error.fields[''] ?? '', /没有任何变化/);
  const unknown = await post({
    request: about(filed, 'change'),
    services: [{ icp_number: '浙ICP备1号-9', name: '改名' }],
    consents,
  });
  assert.match(unknown.body.error.fields['services.0.icp_number'] ?? '', /请写明是哪个网站/);
  const wrong = await post({
    request: about(filed, 'cancel_service'),
    services: [{ name: 'x' }],
    entity: { name: 'x' },
    consents,
  });
  assert.equal(wrong.status, 422);
  for (const path of ['request.service_icp_number', 'services', 'entity'])
    assert.ok(wrong.body.error.fields[path], path);
  const made_up = await post({ request: { kind: 'initial', entity_icp_number: 'x' } });
  assert.ok(made_up.body.error.fields['request.kind']);
  const posted = await post({ ...aMessage(), request: { filed: [] } });
  assert.equal(posted.status, 422);
});

test('endings take a reason, and an access is dropped only where another provider stays', async () => {
  const filed = await aFiledEntity(customer);
  const reasonless = await post({ request: about(filed, 'drop_access', 2), consents });
  assert.ok(reasonless.body.error.fields['ending.reason']);
  const shell = await post({
    request: about(filed, 'drop_access', 1),
    ending: { reason: '1' },
    consents,
  });
  assert.equal(shell.status, 409);
  assert.match(JSON.stringify(shell.body), /空壳/);
  const drop = await post({
    request: about(filed, 'drop_access', 2),
    ending: { reason: '1', remark: '客户迁走' },
    consents: { truth: true },
  });
  assert.equal(drop.status, 201, JSON.stringify(drop.body));
  const { body } = await shown(drop.body);
  assert.deepEqual((body['form'] as { request: object }).request, {
    kind: 'drop_access',
    entity_icp_number: filed.record.entity.icp_number,
    service_icp_numbers: [filed.record.services[1]?.icp_number],
  });
  const second = await post({
    request: about(filed, 'cancel_entity'),
    ending: { reason: '1' },
    consents,
  });
  assert.equal(second.status, 409, 'one request at a time for an entity');
});

test('material is added beside what is under way', async () => {
  const filed = await aFiledEntity(customer);
  const none = await post({ request: about(filed, 'add_material'), consents });
  assert.ok(none.body.error.fields['materials.other']);
  const some = await post({
    request: about(filed, 'add_material'),
    pictures: { other: photo },
    consents,
  });
  assert.equal(some.status, 201, JSON.stringify(some.body));
  assert.equal(some.body['kind_label'], '补交材料');
});

test('what is not his is not there, entity or website, and nothing is made of it', async () => {
  const mine = await aFiledEntity(customer);
  const other = await aFiledEntity(await aPerson());
  const before = await filings();
  const foreign = await post({ request: about(other, 'cancel_entity'), ending: { reason: '1' } });
  const nowhere = await post({
    request: { kind: 'cancel_entity', entity_icp_number: '浙ICP备1号' },
  });
  const site = await post({
    request: {
      ...about(mine, 'cancel_service'),
      service_icp_number: other.record.services[0]?.icp_number,
    },
  });
  for (const { status } of [foreign, nowhere, site]) assert.equal(status, 404);
  const { request_id: _a, ...one } = foreign.body.error as object & { request_id?: string };
  const { request_id: _b, ...two } = nowhere.body.error as object & { request_id?: string };
  assert.deepEqual(one, two);
  assert.equal(await filings(), before);
});

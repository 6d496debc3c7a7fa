import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asking, type Published, said } from './asking.ts';
import { aFiling, JPEG } from './filings.ts';
import { withSchemas } from './schemas.ts';
import { startBureau, startDatabase, until } from './setup.ts';

const { db } = await startDatabase();
const { exchange } = await import('../../src/bureau/index.ts');
const { postJson } = await import('../sandbox/process.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { resultsOf, ask, published, statusOf } = asking(db, bureau.name);
const oursOf = async (subject: string, path: string) =>
  (await db('bureau_ids').where({ subject, path }).first())!;

const filing = aFiling(1);
let filed: Published;
let second: Published['services'][number];
const entity = () => ({
  bureau_id: filed.entity.bureau_entity_id,
  icp_number: filed.entity.icp_number ?? '',
});
const site = () => filed.services[0]!;

test('a service is added to a filed entity, and only who asked has it as his own', async () => {
  filed = await published({ subject: 'BK1', kind: 'initial', filing });
  const [service] = aFiling(2).services;
  const filing2 = { entity: entity(), services: [service!], attachments: aFiling(2).attachments };
  filing2.attachments![1]!.owner = 'entity';
  const added = await published({ subject: 'BK2', kind: 'add_service', filing: filing2 });
  assert.deepEqual(
    added.services.map(({ index }) => index),
    [null, 0],
  );
  second = added.services[1]!;
  assert.equal(second.icp_number, `${entity().icp_number}-2`);
  const results = await resultsOf('BK2');
  assert.deepEqual(said(results), ['1001']);
  const operations = results.flatMap((one) => ('operation' in one ? [one.operation] : []));
  assert.deepEqual([...new Set(operations)], ['add_service']);
  const again = (await resultsOf('BK1')).findLast(({ kind }) => kind === 'published');
  assert.ok(again?.kind === 'published' && again.services.length === 2);
});

let ourAccess = '';
test('an access is given to what another provider filed', async () => {
  const foreign = await postJson<{ sites: { fields: Record<string, string> }[] }>(
    `${bureau.url}/_control/record`,
    { certificate_type: 2, certificate_number: '110105194912310021', domain: 'other.cn' },
  );
  const { access } = aFiling(3).services[0]!;
  const icp_number = foreign.sites[0]?.fields['Baxh'] ?? '';
  const attachments = [
    { use: 'verification_form' as const, owner: { service: 0 }, jpeg: JPEG },
    { use: 'entity_certificate' as const, owner: 'entity' as const, jpeg: JPEG },
  ];
  const given = await published({
    subject: 'BK3',
    kind: 'add_access',
    filing: { service: { icp_number }, access, attachments },
  });
  const own = given.services[0]!.accesses.filter(({ is_own }) => is_own);
  assert.deepEqual(
    own.map(({ provider_id, ips }) => [provider_id, ips?.[0]?.first]),
    [['10001', access.ips[0]!.first]],
  );
  ourAccess = own[0]!.bureau_access_id;
  assert.deepEqual(said(await resultsOf('BK3')), ['1001']);
});

test('a change replaces the record; what was filed before keeps the number it had from us', async () => {
  const before = await oursOf('BK1', 'services.0.domains.beika1.cn');
  const { access: _, ...service } = filing.services[0]!;
  const [access] = site().accesses;
  const changed = {
    entity: { ...filing.entity, ...entity(), name: '杭州改名科技有限公司' },
    services: [
      {
        ...service,
        name: '改名网',
        bureau_id: site().bureau_service_id,
        icp_number: site().icp_number ?? '',
        domains: [
          { domain: 'beika1.cn', bureau_id: site().domains[0]!.bureau_domain_id },
          { domain: 'beika1.net' },
        ],
        accesses: [
          {
            bureau_id: access!.bureau_access_id,
            methods: ['5'],
            locations: ['34'],
            ips: access!.ips!,
          },
        ],
      },
    ],
  };
  const { found, results, record_no } = await ask(
    { subject: 'BK4', kind: 'change_service', filing: changed },
    'published',
  );
  assert.ok(found.kind === 'published');
  assert.equal(found.services[0]!.name, '改名网');
  assert.deepEqual(
    found.services[0]!.domains.map(({ domain }) => domain),
    ['beika1.cn', 'beika1.net'],
  );
  assert.deepEqual(said(results), ['1001']);
  assert.equal(await statusOf(record_no), 'answered');
  assert.equal(
    await db('bureau_ids').where({ subject: 'BK4', path: before.path }).first(),
    undefined,
  );
  const fresh = await oursOf('BK4', 'services.0.domains.beika1.net');
  assert.equal(fresh.given_id, found.services[0]!.domains[1]!.bureau_domain_id);
  const xml = await (await fetch(`${bureau.url}/_control/uploads/4`)).text();
  assert.ok(xml.includes(`<IspYmid>${before.id}</IspYmid>`));
});

test('an access is dropped at once, and a picture that is sent by itself is taken in', async () => {
  const dropped = await ask(
    { subject: 'BK5', kind: 'drop_access', filing: { bureau_id: ourAccess, reason: '4' } },
    'data_result',
  );
  assert.deepEqual(said(dropped.results), ['1001']);
  assert.equal(await statusOf(dropped.record_no), 'answered');
  const picture = { use: 'verification_form', owner: 'service', jpeg: JPEG } as const;
  const icp_number = site().icp_number ?? '';
  const materials = [
    { ...picture, icp_number },
    { ...picture, bureau_id: second.bureau_service_id },
  ];
  const { record_no } = await ask(
    { subject: 'BK6', kind: 'add_material', filing: { materials } },
    'data_result',
  );
  assert.deepEqual(said(await resultsOf('BK6')), ['1060', '1060']);
  assert.equal(await statusOf(record_no), 'answered');
});

test('answers to tasks are taken in without a word; a wrong one is refused by its domain', async () => {
  await bureau.control('notice', {
    kind: 'WBAWZLB',
    items: [{ Wzym_mc: 'wild.cn', IP: '203.0.113.9' }],
  });
  const answer = (domain: string) => ({
    ...{ domain, ip: '203.0.113.9', carrier_id: '10000', provider_id: '10001' },
    ...{ province_code: '330000', result: '2', opinion: '已停止接入' },
    ...{ listed_on: '2026-01-01', due_on: '2026-01-05' },
  });
  const wrong = await ask(
    { subject: 'BK7', kind: 'unfiled_answer', filing: answer('tame.cn') },
    'data_result',
  );
  assert.deepEqual(said(wrong.results), ['5005']);
  await exchange(bureau.name);
  const taken = await ask(
    { subject: 'BK8', kind: 'unfiled_answer', filing: answer('wild.cn') },
    'accepted',
  );
  const { domains: _domains, access: _access, ...service } = filing.services[0]!;
  const [access] = site().accesses;
  const [range] = access!.ips!;
  const checked = await ask(
    {
      subject: 'BK9',
      kind: 'check_answer',
      filing: {
        ...{ passed: false, checker: '王五', checked_on: '2026-01-31' },
        ...{ opinion: '联系方式不实', faults: '手机号码为空号' },
        entity: { ...filing.entity, bureau_id: entity().bureau_id },
        services: [
          {
            ...service,
            bureau_id: site().bureau_service_id,
            domains: [{ domain: 'beika1.cn', bureau_id: site().domains[0]!.bureau_domain_id }],
            accesses: [
              {
                bureau_id: access!.bureau_access_id,
                methods: ['3'],
                locations: ['34'],
                ips: [{ ...range!, bureau_ip_id: range!.bureau_ip_id }],
              },
            ],
          },
        ],
      },
    },
    'accepted',
  );
  for (const { record_no } of [taken, checked]) assert.equal(await statusOf(record_no), 'answered');
  const done = () =>
    bureau.state().then(({ requests }) => requests.filter(({ status }) => status === 'closed'));
  await until(async () => (await done()).length >= 5);
  await exchange(bureau.name);
  for (const { results } of [taken, checked]) assert.deepEqual(said(results), []);
});

test('every file of every kind fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});

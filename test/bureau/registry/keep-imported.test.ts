import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WholeRecord } from '../../../src/bureau/wire/whole-record.ts';
import { startDatabase } from '../setup.ts';

const { db } = await startDatabase();
const {
  entityByCertificate,
  entityByIcpNumber,
  entityRecord,
  importBureau,
  isNumbered,
  keepImported,
  serviceByDomain,
} = await import('../../../src/bureau/index.ts');
const { keepRecord } = await import('../../../src/bureau/registry/keep-record.ts');
const { missingFrom } = await import('../../../src/bureau/registry/missing-from.ts');
const { noteEnding } = await import('../../../src/bureau/registry/endings.ts');

const { SYSTEM } = await import('../../../src/audit/index.ts');
await importBureau(
  db,
  {
    ...{ name: 'zj', province_code: '330000', isp_id: '110000000001', hours: '', encrypt: 0 },
    ...{ user_name: 'beika', password: 'beika', upload_wsdl: 'http://127.0.0.1:9/?wsdl' },
  },
  SYSTEM,
);
const bureau_id = (await db('bureaus').first('id'))?.id ?? 0;
let made = 0;

const nobody = { office_phone: '', email: '', msn: '', qq: '', id_type: '', id_number: '' };
const OURS = '110000000001';

/** A record as a table tells it: no number of the bureau, no time. */
function aRecord(n: number): WholeRecord {
  const entity_number = `浙ICP备${20_000_000 + n}号`;
  const leader = { ...nobody, name: '张三', mobile: '13800138000' };
  return {
    entity: {
      ...{
        bureau_id: '',
        our_id: '',
        icp_number: entity_number,
        kind: '4',
        province_code: '330000',
      },
      ...{
        city_code: '',
        county_code: '',
        name: `备卡${n}`,
        id_type: '1',
        id_number: `91330100${n}`,
      },
      ...{ id_address: '', investor: '', mailing_address: '', remark: '', leader, changed: '' },
    },
    services: [
      {
        ...{ bureau_id: '', our_id: '', icp_number: `${entity_number}-1`, name: '备卡网' },
        ...{ content_types: ['8'], prior_approvals: [], languages: [], home_url: '', remark: '' },
        ...{ leader, changed: '', domains: [{ bureau_id: '', our_id: '', domain: `s${n}.cn` }] },
        accesses: [
          {
            ...{ bureau_id: '', our_id: '', provider_id: OURS, methods: ['3'], locations: ['34'] },
            ips: [{ bureau_ip_id: '', our_id: '', first: '10.0.0.1', last: '10.0.0.2' }],
          },
        ],
      },
    ],
  };
}

/** The same record as the bureau tells it. */
function official(
  record: WholeRecord,
  n: number,
  changes: Partial<WholeRecord['entity']> = {},
): WholeRecord {
  const [service] = record.services;
  assert.ok(service);
  const entity = {
    ...record.entity,
    bureau_id: String(500 + n),
    changed: '00000000000000',
    ...changes,
  };
  const domains = [{ bureau_id: '7', our_id: '', domain: `official${n}.cn` }];
  return {
    entity,
    services: [{ ...service, bureau_id: String(900 + n), changed: '00000000000000', domains }],
  };
}

const ORDER = `20260101000000${'0'.repeat(12)}000000001`;
const keep = (record: WholeRecord, order = 1) => keepImported(db, { bureau_id, order }, record);

test('an imported record is found by certificate, ICP number and domain, and is no record of the bureau yet', async () => {
  const record = aRecord(++made);
  const { entity_no, entity, services } = await keep(record);
  assert.deepEqual([entity, services], ['new', ['new']]);
  assert.equal((await entityByCertificate(db, record.entity))?.entity_no, entity_no);
  const found = await entityByIcpNumber(db, record.entity.icp_number);
  assert.equal(found?.is_live, true);
  assert.equal(isNumbered(found?.bureau_entity_id ?? ''), false);
  const service = await serviceByDomain(db, `s${made}.cn`);
  assert.deepEqual([service?.entity_no, service?.accesses[0]?.is_ours], [entity_no, true]);
  const { bureau_id: _, ...opened } = (await entityRecord(db, entity_no)) ?? {};
  assert.deepEqual(opened, record);
});

test("what the bureau tells later wins, keeps the entity's number of ours, and takes its services along", async () => {
  const record = aRecord(++made);
  const second = {
    ...aRecord(made),
    services: aRecord(made).services.map((one) => ({
      ...one,
      icp_number: `${record.entity.icp_number}-2`,
      domains: [],
    })),
  };
  const { entity_no } = await keep(record);
  await keep(second);
  await keepRecord(db, { bureau_id, order: ORDER }, official(record, made, { name: '官方名称' }));
  const now = await entityRecord(db, entity_no);
  assert.deepEqual([now?.entity.name, now?.entity.bureau_id], ['官方名称', String(500 + made)]);
  assert.deepEqual(
    now?.services.map(({ icp_number }) => icp_number.slice(-2)),
    ['-1', '-2'],
  );
  assert.equal(await serviceByDomain(db, `s${made}.cn`), undefined);
  assert.equal((await serviceByDomain(db, `official${made}.cn`))?.entity_no, entity_no);
});

test('an import changes nothing that the bureau has told, whatever numbers it brings', async () => {
  const record = aRecord(++made);
  await keepRecord(db, { bureau_id, order: ORDER }, official(record, made));
  for (const number of ['', String(500 + made)]) {
    const changed = { ...record, entity: { ...record.entity, bureau_id: number, name: '改了' } };
    const { entity, services, entity_no } = await keep(changed, 99_999_999_999_999);
    assert.deepEqual([entity, services], ['official', ['official']]);
    assert.equal((await entityRecord(db, entity_no))?.entity.name, record.entity.name);
  }
  assert.equal(await serviceByDomain(db, `s${made}.cn`), undefined);
});

test("a number that the table brings is the bureau's, and its own record finds it", async () => {
  const record = aRecord(++made);
  const { entity_no } = await keep({
    ...record,
    entity: { ...record.entity, bureau_id: String(500 + made) },
  });
  assert.equal(
    isNumbered((await entityByIcpNumber(db, record.entity.icp_number))?.bureau_entity_id ?? ''),
    true,
  );
  await keepRecord(db, { bureau_id, order: ORDER }, official(record, made));
  assert.equal((await entityByIcpNumber(db, record.entity.icp_number))?.entity_no, entity_no);
});

test('rows of one import add to each other, in any order and any number of times', async () => {
  const record = aRecord(++made);
  const [service] = record.services;
  assert.ok(service);
  const rows = [1, 2, 3].map((n) => ({
    ...record,
    services: [
      { ...service, domains: [{ bureau_id: '', our_id: '', domain: `d${n}-${made}.cn` }] },
    ],
  }));
  for (const row of [rows[2], rows[0], rows[1], rows[0]]) if (row) await keep(row);
  const found = await entityByIcpNumber(db, record.entity.icp_number);
  const kept = await entityRecord(db, found?.entity_no ?? '');
  assert.deepEqual(
    kept?.services.map(({ domains }) => domains.map(({ domain }) => domain).sort()),
    [[1, 2, 3].map((n) => `d${n}-${made}.cn`)],
  );
  assert.equal((await keep(rows[0] ?? record)).services[0], 'joined');
  assert.equal((await keep(rows[0] ?? record, 2)).services[0], 'changed');
  assert.equal((await keep(rows[0] ?? record, 3)).services[0], 'same');
});

test('a row that contradicts an earlier one of the same import says where; a later import replaces', async () => {
  const record = aRecord(++made);
  const { entity_no } = await keep(record);
  const leader = { ...record.entity.leader, mobile: '13900139000' };
  const other = { ...record, entity: { ...record.entity, name: '另一个', leader, remark: '补充' } };
  assert.deepEqual((await keep(other)).conflicts, ['name', 'leader.mobile']);
  const both = await entityRecord(db, entity_no);
  assert.deepEqual([both?.entity.name, both?.entity.remark], [record.entity.name, '补充']);
  assert.deepEqual((await keep(other, 2)).conflicts, []);
  assert.equal((await entityRecord(db, entity_no))?.entity.name, '另一个');
});

test('what the bureau has cancelled is not revived by an import', async () => {
  const record = aRecord(++made);
  const numbered = { ...record, entity: { ...record.entity, bureau_id: String(500 + made) } };
  await noteEnding(db, {
    bureau_id,
    what: 'entity',
    bureau_record_id: String(500 + made),
    file_order: ORDER.slice(0, 26),
    remark: null,
  });
  await keep(numbered, 99_999_999_999_999);
  assert.equal((await entityByIcpNumber(db, record.entity.icp_number))?.is_live, false);
});

test('a full list that names an imported record by its ICP number holds it; one it leaves out can be ended', async () => {
  await db('filing_entities').delete();
  await db('filing_services').delete();
  const listed = aRecord(++made);
  const left = aRecord(++made);
  await keep(listed);
  await keep(left);
  const list = {
    records: [{ order: ORDER, record: official(listed, made - 1) }],
    resources: [],
    file_order: ORDER.slice(0, 26),
  };
  const missing = await missingFrom(db, bureau_id, list);
  assert.deepEqual(
    missing.map(({ what, icp_number }) => `${what} ${icp_number}`),
    [`entity ${left.entity.icp_number}`, `service ${left.entity.icp_number}-1`],
  );
  for (const { what, bureau_id: bureau_record_id } of missing)
    await noteEnding(db, {
      bureau_id,
      what,
      bureau_record_id,
      file_order: list.file_order,
      remark: null,
    });
  assert.equal((await entityByIcpNumber(db, left.entity.icp_number))?.is_live, false);
  assert.equal((await entityByIcpNumber(db, listed.entity.icp_number))?.is_live, true);
});

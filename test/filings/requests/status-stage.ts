import type { WholePerson, WholeRecord } from '../../../src/bureau/index.ts';
import type { PersonForm } from '../../../src/filings/forms.ts';

// What the tests of requests about filed entities share. To be imported after `start`: it needs the test's own database.
const { db, inTransaction } = await import('../../../src/platform/db.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { importBureau } = await import('../../../src/bureau/index.ts');
const { keepRecord } = await import('../../../src/bureau/registry/keep-record.ts');
const { noteTask } = await import('../../../src/bureau/tasks/note-task.ts');
const { giveEntity } = await import('../../../src/filings/entities/owners.ts');
const { entityByIcpNumber } = await import('../../../src/bureau/index.ts');
const { aForm } = await import('../../factories.ts');

const US = '110000000001';
const OTHERS = '220000000002';
await importBureau(
  db,
  {
    ...{ name: '浙江', province_code: '330000', isp_id: US, hours: '', encrypt: 0 },
    ...{ user_name: 'beika', password: 'beika', upload_wsdl: 'http://127.0.0.1:9/?wsdl' },
  },
  SYSTEM,
);
const { id: bureau_id = 0 } = (await db('bureaus').first('id')) ?? {};
const REMARK = '介绍公司的产品、服务和新闻，提供售后支持与联系方式';
let made = 0;
let told = 0;
const order = () => `20260101000000${String(++told).padStart(21, '0')}`;

/** A record as a bureau publishes it: two websites of ours, the second one also with another provider. */
function aRecord(n: number, kind: 'unit' | 'individual'): WholeRecord {
  const { entity, services } = aForm(kind);
  const icp_number = `浙ICP备${2026000000 + n}号`;
  const [site] = services;
  if (!site) throw new Error('the sample has a website');
  const leader = personOf(entity.leader);
  const access = (id: number, provider_id: string) => ({
    ...{ bureau_id: String(id), our_id: '', provider_id, methods: ['3'], locations: ['34'] },
    ips: [{ bureau_ip_id: String(id + 1), our_id: '', first: '47.96.0.10', last: '47.96.0.10' }],
  });
  const service = (at: number) => ({
    ...{ bureau_id: String(2000 + n * 10 + at), our_id: '', icp_number: `${icp_number}-${at}` },
    ...{ name: at === 1 ? site.name : `${site.name}二站`, content_types: site.content_types },
    ...{ prior_approvals: [], languages: ['1'], remark: REMARK, leader, changed: '' },
    home_url: `www.filed-${n}-${at}.com`,
    domains: [
      { bureau_id: String(3000 + n * 10 + at), our_id: '', domain: `filed-${n}-${at}.com` },
    ],
    accesses: [
      access(4000 + n * 100 + at * 10, US),
      ...(at === 2 ? [access(4005 + n * 100 + at * 10, OTHERS)] : []),
    ],
  });
  const { leader: _, id_valid_until: _until, ...own } = entity;
  return {
    entity: { ...own, bureau_id: String(1000 + n), our_id: '', icp_number, leader, changed: '' },
    services: [service(1), service(2)],
  };
}

function personOf({ emergency_mobile, id_valid_until, ...person }: PersonForm): WholePerson {
  return { ...person, msn: '', qq: '' };
}

/** An entity that the bureau has, this customer's; `again` publishes it anew with changes. */
export async function aFiledEntity(customer: { id: number }, kind: 'unit' | 'individual' = 'unit') {
  const record = aRecord(++made, kind);
  await keepRecord(db, { bureau_id, order: order() }, record);
  const found = await entityByIcpNumber(db, record.entity.icp_number);
  if (!found) throw new Error('the record was not kept');
  await giveEntity(db, found.entity_no, customer.id, 'given');
  const { filedRecord } = await import('../../../src/filings/entities/filed-record.ts');
  const services = (await filedRecord(found.entity_no))?.services.map((one) => one.service_no);
  return {
    ...{ entity_no: found.entity_no, record, service_nos: services ?? [] },
    again: (changed: (record: WholeRecord) => WholeRecord) =>
      keepRecord(db, { bureau_id, order: order() }, changed(structuredClone(record))),
  };
}

/** Something the bureau wants done about a filing. */
export async function aTask(
  filing_no: string,
  kind: Parameters<typeof noteTask>[1]['kind'],
  words: string,
): Promise<void> {
  const body = { words, icp_number: '浙ICP备2026000001号' };
  const key = [filing_no, words];
  await inTransaction((trx) =>
    noteTask(trx, { bureau_id, kind, key, subject: 'x', filing_no, body, order: order() }),
  );
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WholeRecord } from '../../../src/bureau/wire/whole-record.ts';
import { start } from '../../harness.ts';

const { db } = await start();
const { aForm, aPerson } = await import('../../factories.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { importBureau, keepImported } = await import('../../../src/bureau/index.ts');
const { beginRequest } = await import('../../../src/filings/begin/begin-request.ts');
const { decideKind } = await import('../../../src/filings/begin/decide-kind.ts');
const { factsOf } = await import('../../../src/filings/begin/facts.ts');
const { filedRecord } = await import('../../../src/filings/entities/filed-record.ts');
const { giveEntity } = await import('../../../src/filings/entities/owners.ts');
const { filingNow } = await import('../../factories.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
await importBureau(
  db,
  {
    ...{ name: 'zj', province_code: '330000', isp_id: '10001', hours: '', encrypt: 0 },
    ...{ user_name: 'beika', password: 'beika', upload_wsdl: 'http://127.0.0.1:9/?wsdl' },
  },
  SYSTEM,
);
const bureau_id = (await db('bureaus').first('id'))?.id ?? 0;
const customer = await aPerson();
const form = aForm('unit', 'moved-in.com');

/** As the provider's old table tells it: without any number of the bureau. */
function record(): WholeRecord {
  const none = { bureau_id: '', our_id: '' };
  const { entity, services } = form;
  const person = { msn: '', qq: '', ...entity.leader };
  const [service] = services;
  return {
    entity: { ...entity, ...none, icp_number: '浙ICP备26000001号', leader: person, changed: '' },
    services: [
      {
        ...{ ...service!, ...none, icp_number: '浙ICP备26000001号-1', leader: person, changed: '' },
        prior_approvals: [],
        domains: [{ ...none, domain: 'moved-in.com' }],
        accesses: [
          {
            ...{ ...none, provider_id: '10001', methods: ['3'], locations: ['34'] },
            ips: [{ bureau_ip_id: '', our_id: '', first: '47.96.0.1', last: '47.96.0.1' }],
          },
        ],
      },
    ],
  };
}

test('an imported record without the bureau’s numbers may grow, but is neither changed nor ended yet', async () => {
  const { entity_no } = await keepImported(db, { bureau_id, order: 1 }, record());
  await giveEntity(db, entity_no, customer.id, 'imported');
  const found = await filedRecord(entity_no);
  const [service] = found?.services ?? [];
  assert.deepEqual([found?.services.length, service?.own.length], [1, 1]);
  const service_no = service?.service_no;
  for (const kind of ['change', 'cancel_entity', 'cancel_service', 'drop_access'] as const) {
    const begun = beginRequest(customer, { kind, entity_no, service_no });
    await assert.rejects(begun, { code: 'conflict', message: /还没有管局的编号/ }, kind);
  }
  const { filing_no } = await beginRequest(customer, { kind: 'add_service', entity_no });
  const { request } = openForm(await filingNow(filing_no));
  assert.deepEqual(
    [request.kind, request.entity.bureau_id, request.entity.icp_number],
    ['add_service', '', '浙ICP备26000001号'],
  );
});

test('what is typed for an imported entity is told by its ICP number, never by a stand-in', async () => {
  const { facts, entity, services } = await factsOf(db, form);
  assert.equal(decideKind(facts).obstacles[0]?.code, '1037', 'it is filed here already');
  assert.deepEqual([entity.bureau_id, services[0]?.bureau_id], ['', '']);
  assert.deepEqual(
    [entity.icp_number, services[0]?.icp_number],
    ['浙ICP备26000001号', '浙ICP备26000001号-1'],
  );
});

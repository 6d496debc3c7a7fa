import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BureauResult } from '../../src/bureau/index.ts';
import { type Asked, asking, type Published, said } from '../bureau/asking.ts';
import { aFiling, JPEG } from '../bureau/filings.ts';
import { withSchemas } from '../bureau/schemas.ts';
import { startBureau, startDatabase, until } from '../bureau/setup.ts';
import { postJson } from '../sandbox/process.ts';
import { KIND_LINES } from './result-tables.ts';

const { db } = await startDatabase();
const { exchange, queueRecord } = await import('../../src/bureau/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const bureau = await startBureau(['--jcdm', 'no', '--auto', 'manual']);
const { resultsOf, statusOf } = asking(db, bureau.name);
const { id: bureau_id } = (await db('bureaus').where({ name: bureau.name }).first())!;

/** Puts it up, lets the officer decide, and waits until the bureau has said this last word. */
async function decided(record: Asked, decision: object, last: BureauResult['kind']) {
  const whole = { bureau_id, ...record } as Parameters<typeof queueRecord>[2];
  const record_no = await inTransaction((trx) => queueRecord(trx, () => {}, whole));
  await exchange(bureau.name);
  await until(async () => {
    const { decided } = await postJson<{ decided: string[] }>(`${bureau.url}/_control/decision`, {
      all: true,
      ...decision,
    });
    return decided.length > 0;
  });
  await until(async () => {
    await exchange(bureau.name);
    return (await resultsOf(record.subject, record_no)).some(({ kind }) => kind === last);
  });
  return { record_no, results: await resultsOf(record.subject, record_no) };
}

let people = 0;
/** A filed entity of its own, with one service. */
async function filed(): Promise<{ n: number; record: Published }> {
  const n = ++people;
  const base: Asked = { subject: `GY${n}`, kind: 'initial', filing: aFiling(n) };
  const { results } = await decided(base, { decision: 'approve' }, 'published');
  const record = results.findLast((one) => one.kind === 'published');
  assert.ok(record?.kind === 'published');
  return { n, record };
}

/** The record of a filed entity as it stands, its service named otherwise. */
function changedOf({ n, record }: Awaited<ReturnType<typeof filed>>) {
  const { entity, services } = aFiling(n);
  const { access: _, domains: _names, ...service } = services[0]!;
  const [site] = record.services;
  const [access] = site!.accesses;
  const numbers = { ...record.entity, icp_number: record.entity.icp_number ?? '' };
  return {
    entity: { ...entity, bureau_id: numbers.bureau_entity_id, icp_number: numbers.icp_number },
    services: [
      {
        ...service,
        ...{ name: `改名${n}网`, bureau_id: site!.bureau_service_id },
        icp_number: site!.icp_number ?? '',
        domains: [{ domain: `beika${n}.cn`, bureau_id: site!.domains[0]!.bureau_domain_id }],
        accesses: [
          {
            ...{ bureau_id: access!.bureau_access_id, methods: ['3'], locations: ['34'] },
            ips: access!.ips!.map(({ first, last, bureau_ip_id }) => ({
              first,
              last,
              bureau_ip_id,
            })),
          },
        ],
      },
    ],
  };
}

let foreign = 0;
/** Access to what another provider has filed. */
async function accessTo(n: number) {
  const { sites } = await postJson<{ sites: { fields: Record<string, string> }[] }>(
    `${bureau.url}/_control/record`,
    { certificate_number: `9135010${++foreign}M000100Y43`, domain: `foreign${foreign}.cn` },
  );
  const use = 'verification_form' as const;
  return {
    service: { icp_number: sites[0]?.fields['Baxh'] ?? '' },
    access: aFiling(500 + n).services[0]!.access,
    attachments: [{ use, owner: { service: 0 }, jpeg: JPEG }],
  };
}

/** What an officer is asked to decide, for each kind that he decides on. */
const ASK: Record<string, (subject: string) => Promise<Asked>> = {
  initial: async (subject) => ({ subject, kind: 'initial', filing: aFiling(100) }),
  add_service: async (subject) => {
    const { record } = await filed();
    const { services } = aFiling(200 + people);
    const entity = { bureau_id: record.entity.bureau_entity_id };
    const use = 'verification_form' as const;
    const attachments = [{ use, owner: { service: 0 }, jpeg: JPEG }];
    return { subject, kind: 'add_service', filing: { entity, services, attachments } };
  },
  add_access: async (subject) => {
    return { subject, kind: 'add_access', filing: await accessTo(people) };
  },
  change_entity: async (subject) => ({
    ...{ subject, kind: 'change_entity' },
    filing: changedOf(await filed()),
  }),
  change_service: async (subject) => ({
    ...{ subject, kind: 'change_service' },
    filing: changedOf(await filed()),
  }),
  change_access: async (subject) => ({
    ...{ subject, kind: 'change_access' },
    filing: changedOf(await filed()),
  }),
  cancel_entity: async (subject) => {
    const { entity } = (await filed()).record;
    const filing = { bureau_id: entity.bureau_entity_id, reason: '1' };
    return { subject, kind: 'cancel_entity', filing };
  },
  cancel_service: async (subject) => {
    const [site] = (await filed()).record.services;
    const filing = { bureau_id: site!.bureau_service_id, reason: '1' };
    return { subject, kind: 'cancel_service', filing };
  },
};

for (const { kind, best, officer } of KIND_LINES) {
  if (officer !== 'yes') continue;
  test(`${kind}: an officer's no is told with his words, his yes ends with ${best}`, async () => {
    const record = await ASK[kind]!(`${kind}-no`);
    const no = { decision: 'refuse', words: '负责人照片不清晰', codes: [1010] };
    const refused = await decided(record, no, 'review');
    assert.deepEqual(said(refused.results), ['1002', '1010']);
    const review = refused.results.find((one) => one.kind === 'review');
    assert.ok(review?.kind === 'review');
    assert.deepEqual([review.passed, review.words], [false, '负责人照片不清晰']);
    assert.equal(await statusOf(refused.record_no), 'answered');

    const again = { ...record, subject: `${kind}-yes` };
    // The table's word is the kind of a result.
    const end = best === 'accepted' ? 'data_result' : (best as BureauResult['kind']);
    const approved = await decided(again, { decision: 'approve' }, end);
    assert.deepEqual(said(approved.results), ['1001']);
    assert.ok(approved.results.some((one) => one.kind === 'review' && one.passed));
    assert.equal(await statusOf(approved.record_no), 'answered');
  });
}

test('every file that an officer saw fits the official schema', withSchemas, async () => {
  assert.deepEqual(await bureau.faultyUploads(), []);
});

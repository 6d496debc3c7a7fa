import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../harness.ts';

const app = await start();
const { aFiling, aForm, aKeyOf, aPerson, filingNow, withPictures } = await import(
  '../factories.ts'
);
const { aFiledEntity } = await import('../filings/requests/status-stage.ts');
const { forgetLimits } = await import('./limits.ts');
const { addResult } = await import('../../src/bureau/results.ts');
const { applyResults } = await import('../../src/filings/steps/apply-result.ts');
const { beginRequest } = await import('../../src/filings/begin/begin-request.ts');
const { entityIndex, submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { saveDraft } = await import('../../src/filings/drafts/save-draft.ts');
type ResultBody = Parameters<typeof addResult>[3];
type Kind = 'change' | 'cancel_entity' | 'cancel_service' | 'drop_access';

const customer = await aPerson();
const key = await aKeyOf(customer);
const client = app.client();
const consents = { sensitive: true, truth: true };
type Filed = Awaited<ReturnType<typeof aFiledEntity>>;

function message({ record }: Filed, kind: Kind) {
  const site = kind === 'cancel_service' || kind === 'drop_access';
  return {
    request: {
      ...{ kind, entity_icp_number: record.entity.icp_number },
      ...(site ? { service_icp_number: record.services[1]?.icp_number } : {}),
    },
    ...(kind === 'change'
      ? {
          services: [
            {
              icp_number: record.services[1]?.icp_number,
              access: { ips: [{ first: '47.96.0.99' }] },
            },
          ],
        }
      : { ending: { reason: '1' } }),
    consents,
  };
}
const byProgram = (body: unknown): Promise<{ status: number; body: { filing_no?: string } }> =>
  client.json('POST', '/api/v1/filings', body, { authorization: `Bearer ${key}` });

/** A draft of this kind that only has to be handed in. */
async function ready({ entity_no, service_nos }: Filed, kind: Kind): Promise<string> {
  const service_no = kind === 'cancel_entity' || kind === 'change' ? undefined : service_nos[1];
  const { filing_no } = await beginRequest(customer, { kind, entity_no, service_no });
  const { version } = await filingNow(filing_no);
  const changes = {
    present: ['consents.sensitive', 'consents.truth'],
    ...{ 'consents.sensitive': 'true', 'consents.truth': 'true' },
    ...(kind === 'change'
      ? {
          'services.0.access.ips.0.first': '47.96.0.77',
          'services.0.access.ips.0.last': '47.96.0.77',
        }
      : { 'ending.reason': '1' }),
  };
  const saved = await saveDraft(filing_no, customer, { version, changes });
  assert.ok(saved.saved);
  return filing_no;
}

const underWay = ({ record }: Filed) =>
  app
    .db('filings')
    .where({ entity_icp_number: record.entity.icp_number })
    .whereNotIn('status', ['draft', 'approved', 'withdrawn']);

test('of eight requests of several kinds about one entity at once, by pages and programs, one is under way', async () => {
  for (let round = 0; round < 3; round++) {
    await forgetLimits();
    const filed = await aFiledEntity(customer);
    const drafts = [
      await ready(filed, 'change'),
      await ready(filed, 'cancel_entity'),
      await ready(filed, 'cancel_service'),
      await ready(filed, 'drop_access'),
    ];
    const answers = await Promise.allSettled([
      ...drafts.map(async (no) => Number((await submitFiling(customer, no)).submitted)),
      ...(['change', 'cancel_entity', 'cancel_service', 'drop_access'] as const).map(
        async (kind) => {
          const { status, body } = await byProgram(message(filed, kind));
          assert.ok([201, 409].includes(status), JSON.stringify(body));
          return Number(status === 201);
        },
      ),
    ]);
    for (const one of answers)
      if (one.status === 'rejected') assert.equal(one.reason.code, 'conflict', one.reason);
    const won = answers.filter((one) => one.status === 'fulfilled' && one.value === 1);
    assert.equal(won.length, 1);
    assert.equal((await underWay(filed)).length, 1);
  }
});

const SAID: Record<Kind, ResultBody[]> = {
  change: [{ kind: 'accepted', sequence: 1 }, dataYes()],
  drop_access: [{ kind: 'accepted', sequence: 1 }, dataYes(), cancelled('access')],
  cancel_service: [{ kind: 'accepted', sequence: 1 }, dataYes(), passed(), cancelled('service')],
  cancel_entity: [{ kind: 'accepted', sequence: 1 }, dataYes(), passed(), cancelled('entity')],
};
function dataYes(): ResultBody {
  return { kind: 'data_result', refused: false, codes: [], operation: '1' };
}
function passed(): ResultBody {
  return { kind: 'review', passed: true, reviewer: '王', words: null, operation: '1' };
}
function cancelled(what: 'entity' | 'service' | 'access'): ResultBody {
  return { kind: 'cancelled', what, bureau_id: '1', remark: null, is_asked: true };
}

for (const kind of ['change', 'drop_access', 'cancel_service', 'cancel_entity'] as const) {
  test(`whatever order and however often the bureau answers a ${kind}, it is done once and told once`, async () => {
    const said = SAID[kind];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...said, ...said], { minLength: said.length * 2 }),
        async (bodies) => {
          await forgetLimits();
          const filed = await aFiledEntity(customer);
          const { status, body } = await byProgram(message(filed, kind));
          assert.equal(status, 201, JSON.stringify(body));
          const filing_no = body.filing_no ?? '';
          await app.db('filings').where({ filing_no }).update({ status: 'reporting' });
          for (const one of bodies) await addResult(app.db, 1, filing_no, one);
          await applyResults();
          assert.equal((await filingNow(filing_no)).status, 'approved');
          const told = await app.db('notifications').where({ link: `/filings/${filing_no}` });
          const done = told.filter(({ event }) => event === 'filing.completed');
          assert.equal(done.length, 1, told.map(({ event }) => event).join());
          assert.ok(!told.some(({ event }) => event === 'filing.lost'));
          const events = await app
            .db('filing_events')
            .where({ filing_id: (await filingNow(filing_no)).id, event: 'completed' });
          assert.equal(events.length, 1);
        },
      ),
      { numRuns: 6 },
    );
  });
}

test('whose request is in the way is told by its number to nobody but him', async () => {
  const filed = await aFiledEntity(customer);
  const stranger = await aPerson();
  const form = aForm();
  form.entity.id_type = filed.record.entity.id_type;
  form.entity.id_number = filed.record.entity.id_number;
  const { filing_no } = await aFiling({
    customer: stranger,
    form: await withPictures(form, stranger),
  });
  const sent = await submitFiling(stranger, filing_no);
  assert.ok(sent.submitted, JSON.stringify(sent));
  const refused = await byProgram(message(filed, 'cancel_entity'));
  assert.equal(refused.status, 409);
  assert.ok(!JSON.stringify(refused.body).includes(filing_no));
});

test('entities of which no certificate is known do not stand in each other’s way', async () => {
  const [one, two] = [await aFiledEntity(customer), await aFiledEntity(customer)];
  for (const { again } of [one, two])
    await again((record) => ({
      ...record,
      entity: { ...record.entity, id_type: '', id_number: '' },
    }));
  const { beginning } = await import('../../src/filings/begin/begin-request.ts');
  const indexes = [];
  for (const { entity_no } of [one, two])
    indexes.push(entityIndex((await beginning({ kind: 'change', entity_no })).form));
  assert.notEqual(indexes[0], indexes[1]);
});

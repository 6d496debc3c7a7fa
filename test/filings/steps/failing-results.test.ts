import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aFiling, aPerson, filingNow } = await import('../../factories.ts');
const { addResult } = await import('../../../src/bureau/results.ts');
const { importBureau, standingAlarms } = await import('../../../src/bureau/index.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
const { HOUR, shiftClock } = await import('../../../src/platform/clock.ts');
const customer = await aPerson();
const accepted = { kind: 'accepted', sequence: 7 } as const;

test('a result that always fails stops no other; after five tries an alarm stands until it is settled', async () => {
  await importBureau(
    app.db,
    {
      ...{ name: 'zj', province_code: '330000', isp_id: 1001, user_name: 'u', password: 'p' },
      ...{ encrypt: 0, upload_wsdl: 'http://127.0.0.1:9/upload?wsdl' },
    },
    SYSTEM,
  );
  const [{ id: bureau_id } = { id: 0 }] = await app.db('bureaus').select('id');
  const broken = await aFiling({ customer, status: 'reporting' });
  const well = await aFiling({ customer, status: 'reporting' });
  // The marks of a refusal are made from the form: one that cannot be opened makes every try fail.
  await app.db('filings').where({ id: broken.id }).update({ form_sealed: 'spoilt' });
  const codes = [{ code: '1010', text: '无效办公电话' }];
  const refused = { kind: 'data_result', refused: true, codes, operation: '1' } as const;
  await addResult(app.db, bureau_id, broken.filing_no, refused);
  await addResult(app.db, bureau_id, well.filing_no, accepted);
  await applyResults();
  assert.equal((await filingNow(well.filing_no)).status, 'sms_pending');
  const result = () => app.db('bureau_results').where({ subject: broken.filing_no }).first();
  assert.equal((await result())?.tries, 1);
  await applyResults();
  assert.equal((await result())?.tries, 1, 'it is not tried again at once');
  for (let hours = 2; hours <= 8; hours += 2) {
    assert.deepEqual(await standingAlarms(app.db), []);
    shiftClock(hours * HOUR);
    await applyResults();
  }
  assert.equal((await result())?.tries, 5);
  const [alarm, ...more] = await standingAlarms(app.db);
  assert.match(alarm?.words ?? '', new RegExp(`${broken.filing_no}.*5 次`));
  assert.deepEqual(more, []);
  await app.db('filings').where({ id: broken.id }).update({ form_sealed: broken.form_sealed });
  shiftClock(10 * HOUR);
  await applyResults();
  assert.equal((await filingNow(broken.filing_no)).status, 'bureau_rejected');
  assert.deepEqual(await standingAlarms(app.db), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';
import { asking } from '../asking.ts';
import { aFiling } from '../filings.ts';
import { startBureau, until } from '../setup.ts';

const app = await start();
const { db } = app;
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}`;
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { exchange } = await import('../../../src/bureau/index.ts');
const { ask } = asking(db, bureau.name);

test('a version that is not in force is rehearsed with a stored record, and its answer stands on the page', async () => {
  const filing = aFiling(1);
  const { record_no } = await ask({ subject: 'BA1', kind: 'initial', filing }, 'published');
  const { document_json } = (await db('bureau_profiles').where({ active_name: 'V3.0' }).first())!;
  const renamed = document_json.replaceAll('"name": "Dwmc"', '"name": "Zbzmc"');
  await operator.post(`${place}/1`, { document_json: renamed, name: 'V3.0', note: '改名' });
  const rehearse = () => operator.post(`${place}/2/rehearsals`, { record: record_no });
  await rehearse();
  const page = async () => (await operator.get(`${place}/2`)).text();
  assert.match(await page(), /还没有演练管局/);
  await db('bureaus').update({ is_sandbox: 1 });
  assert.equal((await rehearse()).status, 303);
  const [trial] = await db('bureau_records').where('subject', 'like', 'SY%');
  assert.equal(trial?.kind, 'initial');
  await until(async () => {
    await exchange(bureau.name);
    return (await db('bureau_results').where({ subject: trial!.subject })).length > 1;
  });
  // The official bureau does not know the element: it refuses what this version writes.
  assert.match(await page(), /SY\w{16}[\s\S]*?(5001|5002|5003)/);
  const said = await db('bureau_results').where({ subject: 'BA1' });
  assert.ok(said.every(({ record_no: about }) => about === null || about === record_no));
  const [version] = await db('bureau_profiles').where({ active_name: 'V3.0' });
  assert.equal(version?.version, 1, 'what is in force stays');
});

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { aFiling } from '../bureau/filings.ts';
import { importFrom } from '../bureau/setup.ts';
import { start } from '../harness.ts';
import { startSandbox } from '../sandbox/process.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
const operator = await app.signedIn('administrator');
const place = `/bureau-profiles/${encodeURIComponent('V3.0')}`;
const row = await app.db('bureau_profiles').where({ active_name: 'V3.0' }).first();
const document = JSON.parse(row!.document_json);
document.parts.certificate[0].children[0].name = 'Zjlb';
document.parts.contact.push({ part: 'nobody' });
const changed = { document_json: JSON.stringify(document), name: 'V3.0', note: '证件类型改名' };
await operator.post(`${place}/1`, changed);
await importFrom(await startSandbox('bureau', ['--jcdm', 'no']), 'zj');
const { queueRecord } = await import('../../src/bureau/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { id: bureau_id } = (await app.db('bureaus').where({ name: 'zj' }).first())!;
const record_no = await inTransaction((trx) =>
  queueRecord(trx, () => {}, { bureau_id, subject: 'BALOOK', kind: 'initial', filing: aFiling(1) }),
);
document.parts.contact.pop();
document.parts.contact.push({ name: 'Cz', from: 'fax' });
const tried = { document_json: JSON.stringify(document), name: 'V3.0', note: '加一项' };
await operator.post(`${place}/1`, tried);
// Something changed and not yet a version: it is told on every page of the editor.
await operator.post(`${place}/1/pace`, { seen: '0', 'pace.hours': '09:00-18:00' });
const browser = await launchChromium();
after(() => browser.close());

const PAGES = {
  list: '/bureaus',
  calls: '/bureau-calls',
  profiles: '/bureau-profiles',
  profile: `${place}/1`,
  'profile-broken': `${place}/2`,
  'profile-trial': `${place}/3?record=${record_no}`,
  'profile-tree': `${place}/1/uploads/initial`,
  'profile-element': `${place}/1/uploads/initial?do=change&at=0.0.1#edit`,
  'profile-adding': `${place}/1/parts/contact?do=add&at=1#edit`,
  'profile-wire': `${place}/1/wire`,
  'profile-pace': `${place}/1/pace`,
  'profile-codes': `${place}/1/codes`,
  'profile-draft': `${place}/1/draft`,
  'profile-tree-broken': `${place}/2/parts/contact`,
};
const LOOKS = { desktop: {}, 'phone at night': { width: 360, dark: true } };

for (const [look, screen] of looksNow(LOOKS)) {
  test(`on a ${look} no page of profiles breaks its policy, its bounds or a rule of access`, async () => {
    const window = await windowOf(browser, operator, screen);
    for (const [name, path] of Object.entries(PAGES)) {
      await window.open(path);
      await keep(window.page, `${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} on a ${look}`);
      window.calm();
    }
  });
}

test('what is typed is judged as the field is left', async () => {
  const { page, open, calm } = await windowOf(browser, operator);
  await open(`${place}/1`);
  const text = page.locator('#document_json');
  await text.fill('{"title": ');
  await text.blur();
  await page.getByText('不是有效的 JSON').waitFor();
  await text.fill(row!.document_json);
  await text.blur();
  await page.getByText('检查通过，可以保存后启用').waitFor();
  calm();
});

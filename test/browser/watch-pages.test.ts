import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, windowOf } from './look.ts';

const app = await start();
const { aWatched } = await import('../filings/watch/watched.ts');
const { aFiling, aPerson } = await import('../factories.ts');
const { openAudit } = await import('../../src/filings/watch/self-audit/audits.ts');
const operator = await app.signedIn('administrator');
const customer = await app.signedIn('customer');
const owner = { ...(await aPerson()), id: customer.user_id };
const filing = await aFiling({ customer: owner, status: 'approved' });
const numbers = {
  entity: { bureau_entity_id: '1', icp_number: '浙ICP备2026001号' },
  services: [
    {
      ...{ index: 0, bureau_service_id: '11', icp_number: '浙ICP备2026001号-1', name: '甲的网站' },
      ...{ domains: [{ domain: 'jia.cn', bureau_domain_id: '1' }], accesses: [] },
    },
  ],
};
await app
  .db('filings')
  .where({ id: filing.id })
  .update({ numbers_json: JSON.stringify(numbers) });
const mine = { customer_id: customer.user_id, filing_no: filing.filing_no };
await aWatched({ ...mine, domain: 'jia.cn', codes: ['footer_missing', 'police_due'] });
const looked = {
  dns: { outcome: 'found', v4: ['8.8.8.8'], v6: ['2400:3200::1'], chain: ['cdn.example.com'] },
  site: { url: 'http://bad-and-rather-long-name.example.cn/', status: 200 },
};
const bad = await aWatched({
  ...{ ...mine, domain: 'bad-and-rather-long-name.example.cn' },
  codes: ['number_gone', 'holder_changed', 'resolves_elsewhere'],
});
await app
  .db('watched_domains')
  .where({ id: bad.id })
  .update({ look_json: JSON.stringify(looked), entity_id_until: '2030-01-01' });
await app
  .db('watch_findings')
  .where({ watched_id: bad.id, code: 'number_gone' })
  .update({ muted_until: new Date(Date.now() + 9e8), mute_reason: '已与管局联系' });
for (let n = 0; n < 4; n++) await aWatched();
const actor = { kind: 'user', id: operator.user_id, name: '' } as const;
const audit_no = await openAudit('330000', actor);
const browser = await launchChromium();
after(() => browser.close());

const PAGES = {
  'watch-list': ['/watched-domains', operator],
  'watch-domain': [`/watched-domains/${bad.watch_no}`, operator],
  'watch-settings': ['/settings/watch', operator],
  'self-audits': ['/self-audits', operator],
  'self-audit': [`/self-audits/${audit_no}`, operator],
  'self-audit-item': [`/self-audits/${audit_no}/items/1`, operator],
  'self-audit-report': [`/self-audits/${audit_no}/report`, operator],
  'watch-customer': [`/filings/${filing.filing_no}`, customer],
} as const;

for (const look of [{ width: 1280 }, { width: 360, dark: true }])
  test(`no page about what is watched bars anybody or breaks its bounds at ${look.width} pixels`, async () => {
    for (const [name, [path, client]] of Object.entries(PAGES)) {
      const window = await windowOf(browser, client, look);
      await window.open(path);
      await keep(window.page, `${name}-${look.width}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} ${look.width}`);
      window.calm();
      await window.page.context().close();
    }
  });

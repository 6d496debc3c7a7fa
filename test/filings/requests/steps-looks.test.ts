import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launchChromium } from '../../browser/chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from '../../browser/look.ts';
import { startBureau } from '../../bureau/setup.ts';
import { start } from '../../harness.ts';

const app = await start();
const { ask, draftPath, filedEntity, noIn, recordOf } = await import('./begin-stage.ts');
const { aForm, aFiling } = await import('../../factories.ts');
const { fillIn, personOf } = await import('../pages/stage.ts');
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const browser = await launchChromium();
after(() => browser.close());

/** Both widths and both themes; all four together when pictures are wanted. */
const LOOKS: Record<string, { width: number; dark?: boolean }> = {
  desk: { width: 1280 },
  'phone at night': { width: 360, dark: true },
  ...(process.env['LOOK_AT']
    ? { 'desk at night': { width: 1280, dark: true }, phone: { width: 360 } }
    : {}),
};

const nobody = await app.signedIn('customer');
const customer = await app.signedIn('customer');
const busy = await app.signedIn('customer');
const form = aForm('unit', 'looks-one.com');
const entity_no = await filedEntity(app, bureau.name, customer, form);
const [site] = (await recordOf(entity_no)).services;
const service_no = site?.service_no ?? '';
const own = await filedEntity(app, bureau.name, busy, aForm('individual', 'looks-two.com'));
await aFiling({
  customer: personOf(busy),
  status: 'provider_review',
  form: {
    ...aForm('individual'),
    request: {
      ...form.request,
      kind: 'change',
      entity: { no: own, bureau_id: '1', icp_number: (await recordOf(own)).entity.icp_number },
    },
  },
});

const adding = noIn(await ask(customer, entity_no, 'add_service'));
const change = noIn(await ask(customer, entity_no, 'change', service_no));
const path = (step: string) => draftPath(change, step);
await fillIn(customer, path('service-0'), {
  'services.0.name': '青禾网络官方网站',
  'services.0.access.ips.0.first': '203.0.113.9',
  'services.0.access.ips.0.last': '',
});
await fillIn(customer, path('entity'), {
  'entity.mailing_address': '网商路699号3号楼808室',
  'entity.leader.mobile': '13811112222',
});
const material = noIn(await ask(customer, entity_no, 'add_material', service_no));
const ending = noIn(await ask(customer, entity_no, 'cancel_entity'));
await fillIn(customer, draftPath(ending, 'ending'), { 'ending.reason': '1' });
const posted = { entity_kind: '4', province_code: '330000', form_key: 'looks' };
const { id_number } = form.entity;

type Opened = { of: typeof customer; path: string; post?: Record<string, string> };
const PAGES: Record<string, Opened> = {
  new: { of: nobody, path: '/filings/new' },
  'filed-empty': { of: nobody, path: '/filings/filed' },
  filed: { of: customer, path: '/filings/filed' },
  'filed-busy': { of: busy, path: '/filings/filed' },
  'adding-entity': { of: customer, path: draftPath(adding, 'entity') },
  'adding-site': { of: customer, path: draftPath(adding, 'service-0') },
  'change-entity': { of: customer, path: path('entity') },
  'change-site': { of: customer, path: path('service-0') },
  'change-materials': { of: customer, path: path('materials') },
  'change-summary': { of: customer, path: path('summary') },
  material: { of: customer, path: draftPath(material, 'materials') },
  'material-summary': { of: customer, path: draftPath(material) },
  ending: { of: customer, path: draftPath(ending, 'ending') },
  'ending-summary': { of: customer, path: draftPath(ending) },
  'decision-own': {
    ...{ of: customer, path: '/filings/new' },
    post: { ...posted, id_number, domain: 'looks-new.com' },
  },
  'decision-here': {
    ...{ of: customer, path: '/filings/new' },
    post: { ...posted, id_number, domain: 'looks-one.com' },
  },
  'decision-unsure': {
    ...{ of: nobody, path: '/filings/new' },
    post: { ...posted, domain: 'looks-other.com', id_number: '' },
  },
};

for (const [look, screen] of looksNow(LOOKS)) {
  test(`on a ${look} no page of a request breaks its policy, its bounds or a rule of access`, async () => {
    const windows = new Map<typeof customer, Awaited<ReturnType<typeof windowOf>>>();
    for (const [name, { of, path, post }] of Object.entries(PAGES)) {
      const window = windows.get(of) ?? (await windowOf(browser, of, screen));
      windows.set(of, window);
      await window.open(path);
      if (post) {
        await window.page.selectOption('[name=province_code]', post['province_code'] ?? '');
        await window.page.check('[name=entity_kind][value="4"]', { force: true });
        await window.page.fill('[name=id_number]', post['id_number'] ?? '');
        await window.page.fill('[name=domain]', post['domain'] ?? '');
        const load = window.page.waitForEvent('load');
        await window.page.getByRole('button', { name: '开始', exact: true }).click();
        await load;
      }
      await keep(window.page, `${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} on a ${look}`);
      window.calm();
    }
    for (const window of windows.values()) await window.page.context().close();
  });
}

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startBureau } from '../bureau/setup.ts';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
const operator = await app.signedIn('administrator');
const bureau = await startBureau(['--jcdm', 'no'], '浙江管局');
const { exchange } = await import('../../src/bureau/index.ts');
const tell = (kind: string, ...items: object[]) => bureau.control('notice', { kind, items });
await bureau.control('record', {
  isp_id: 10001,
  certificate_number: '91350100M000100Y43',
  domain: 'filed.cn',
});
await tell('JCDM');
await tell('SJTB');
await tell('WBAWZLB', { Wzym_mc: 'a-rather-long-name-of-a-site.example.cn', IP: '192.0.2.10' });
await tell('XGTZ', { Tzlb: '1', Baxh: '浙ICP备1号-1', Tznr: '请在首页底部补充备案号' });
await tell('HCJG', { part: 'Jrhc', Wzid: '5', Wz_Baxh: '浙ICP备1号-1', Hcjg: '1' });
await tell('HMDLB', { Dwmc: '黑公司', Zjlx: '1', Zjhm: 'X1' }, { Wzmc: '坏站', Ym: 'bad.cn' });
await exchange(bureau.name);
const site = (await app.db('bureau_tasks').where({ kind: 'unfiled_site' }).first())!;
const note = (await app.db('bureau_tasks').where({ kind: 'rectification' }).first())!;
await app
  .db('bureau_tasks')
  .where({ id: note.id })
  .update({ deadline_at: new Date(0) });
const { raiseAlarm } = await import('../../src/bureau/alarms.ts');
await raiseAlarm(app.db, note.bureau_id, 'unreachable', '连续 5 次连不上管局：连接超时');
const full = (await app.db('bureau_resyncs').first())!;
const browser = await launchChromium();
after(() => browser.close());

const PAGES = {
  list: '/bureaus',
  tasks: '/bureau-tasks',
  'task-unfiled': `/bureau-tasks/${site.task_no}`,
  'task-notice': `/bureau-tasks/${note.task_no}`,
  blocks: '/bureau-blocks',
  resyncs: '/bureau-resyncs',
  calls: '/bureau-calls',
  profiles: '/bureau-profiles',
  resync: `/bureau-resyncs/${full.resync_no}`,
};
test('every page about bureaus is reached from the others, and alarms that stand are shown', async () => {
  const text = async (path: string) => (await operator.get(path)).text();
  const top = Object.values(PAGES).filter((path) => path.split('/').length === 2);
  assert.equal(top.length, 6);
  for (const path of top) {
    const html = await text(path);
    for (const other of top) assert.ok(html.includes(`href="${other}"`), `${other} from ${path}`);
  }
  assert.match(await text('/bureaus'), /浙江管局：需要处理[\s\S]*连续 5 次连不上/);
});

const LOOKS = { desktop: {}, 'phone at night': { width: 360, dark: true } };

for (const [look, screen] of looksNow(LOOKS)) {
  test(`on a ${look} no page of what bureaus want breaks its policy, its bounds or a rule of access`, async () => {
    const window = await windowOf(browser, operator, screen);
    for (const [name, path] of Object.entries(PAGES)) {
      await window.open(path);
      await keep(window.page, `${name}-${look}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} on a ${look}`);
      window.calm();
    }
  });
}

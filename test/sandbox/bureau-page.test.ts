import assert from 'node:assert/strict';
import test from 'node:test';
import { drain, inners, stateOf, upload } from './bureau-client.ts';
import { filingXml, uploadXml } from './filings.ts';
import { getJson, startSandbox, until } from './process.ts';

const { url } = await startSandbox('bureau', ['--jcdm', 'no']);
const form = async (path: string, fields: Record<string, string>, headers = {}) =>
  fetch(url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'manual',
  });

test('the desk shows what came in, escaped, and allows no script', async () => {
  const bad = filingXml({ id: 2, name: '&lt;script&gt;alert(1)&lt;/script&gt;' });
  await upload(url, uploadXml(`<XZBA>${filingXml()}${bad}</XZBA>`), 1);
  await until(async () => (await stateOf(url)).requests.length === 2);
  const page = await fetch(url);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  const body = await page.text();
  assert.ok(body.includes('杭州备卡科技有限公司 · beika1.cn'));
  assert.ok(body.includes('&lt;script&gt;alert'));
  assert.ok(!body.includes('<script'));
  const detail = await (await fetch(`${url}/requests/R000001`)).text();
  const picture = /\/pictures\/[0-9a-f]{64}/.exec(detail)?.[0];
  assert.equal((await fetch(url + picture)).headers.get('content-type'), 'image/jpeg');
  assert.equal((await fetch(`${url}/requests/R9`)).status, 404);
});

test('an officer approves by hand, tells something, and no other site can press the buttons', async () => {
  const foreign = { 'sec-fetch-site': 'cross-site' };
  const approve = { request_id: 'R000001', decision: 'approve' };
  assert.equal((await form('/decisions', approve, foreign)).status, 403);
  assert.equal((await form('/decisions', approve)).status, 303);
  assert.equal((await form('/notices', { kind: 'XGTZ', words: '请整改' })).status, 303);
  const state = await stateOf(url);
  const record = state.entities[0]?.fields['Ztid'] ?? '';
  assert.equal((await form('/notices', { kind: 'ZXSJ', record })).status, 303);
  const files = await drain(url);
  assert.deepEqual(
    files.map(({ xml }) => /<ICP><(\w+)>/.exec(xml)?.[1]),
    ['BAJG', 'BAJG', 'BASJ', 'XGTZ', 'ZXSJ'],
  );
  assert.deepEqual(inners(files[3]?.xml ?? '', 'Tznr'), ['请整改']);
});

test('clock, hours and faults are set on the page', async () => {
  await form('/clock', { speed: '3600', ahead: '25h' });
  await form('/settings', {
    auto: 'approve',
    sms: 'auto',
    window: '09:00-10:00',
    queue_full: 'on',
  });
  await form('/faults', { kind: 'slow', method: 'isp_upload', times: '3', ms: '5', code: '999' });
  const state = await getJson<Record<string, unknown>>(`${url}/_control/state`);
  assert.equal(state['queue_full'], true);
  assert.equal(state['maintenance'], false);
  assert.equal(state['window'], '09:00-10:00');
  assert.ok(Date.parse(String(state['sandbox_now'])) > Date.now() + 24 * 36e5);
  assert.ok((await (await fetch(url)).text()).includes('应答缓慢（isp_upload，剩 3 次）'));
  await form('/faults/clear', {});
  assert.deepEqual((await getJson<{ faults: [] }>(`${url}/_control/state`)).faults, []);
});

test('what cannot be understood is answered with what is wrong', async () => {
  const response = await fetch(`${url}/_control/fault`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"kind":"earthquake"}',
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /没有这种故障/);
});

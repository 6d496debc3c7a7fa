import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { startBureau } from './setup.ts';

const app = await start();
await startBureau([], '浙江管局');
const place = `/bureaus/${encodeURIComponent('浙江管局')}`;
const operator = await app.signedIn('administrator');
const LONG = `http://long.example/${'x'.repeat(600)}`;

for (const path of ['/bureaus', `${place}/settings`])
  test(`a field that is too long is refused on the form of ${path === '/bureaus' ? 'a new bureau' : 'a known one'}, with what was typed`, async () => {
    const typed = {
      name: '新管局',
      user_name: 'typed-user',
      password: 'typed-secret',
      upload_wsdl: LONG,
    };
    const answer = await operator.post(path, typed);
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.ok(page.includes(`value="${LONG}"`) && page.includes('value="typed-user"'));
    assert.ok(!page.includes('typed-secret'));
    assert.match(page, /id="upload_wsdl-message" data-level="error"[^>]*>[^<]*500/);
  });

test('a reason to pause that is too short or too long is refused on the page, with what was typed', async () => {
  for (const reason of ['短', '很长的原因'.repeat(50)]) {
    const answer = await operator.post(`${place}/pause`, { reason });
    assert.equal(answer.status, 422);
    const page = await answer.text();
    assert.ok(page.includes(`value="${reason}"`));
    assert.match(page, /id="reason-message" data-level="error"/);
    assert.match(page, /最近调用/);
  }
  assert.equal((await app.db('bureaus').first())?.paused_at, null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { asking } from './asking.ts';
import { aFiling } from './filings.ts';
import { startBureau } from './setup.ts';

const app = await start();
const { db } = app;
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
const { exchange, knownStatus } = await import('../../src/bureau/index.ts');
const { forgetOldFiles, keptFilesSetting } = await import('../../src/bureau/kept-files.ts');
const { forgetOldAnswers } = await import('../../src/bureau/status/forget.ts');
const { wantStatus } = await import('../../src/bureau/index.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { DAY, fromNow } = await import('../../src/platform/clock.ts');
const { published } = asking(db, bureau.name);
const operator = await app.signedIn('administrator');

const bodies = async () => (await db('bureau_bodies').distinct('body_no')).length;
const age = async (days: number) => {
  await db('bureau_uploads').update({ accepted_at: fromNow(-days * DAY) });
  await db('bureau_downloads').update({ received_at: fromNow(-days * DAY) });
};

test('files up and down are kept for the months that a setting says, at least three, and can be opened masked', async () => {
  await published({ subject: 'BK1', kind: 'initial', filing: aFiling(1) });
  await exchange(bureau.name);
  await assert.rejects(writeSetting(db, keptFilesSetting, { months: 2 }));
  await writeSetting(db, keptFilesSetting, { months: 3 });
  const before = await bodies();
  await age(90);
  await forgetOldFiles();
  assert.equal(await bodies(), before);
  const { upload_no } = (await db('bureau_uploads').first())!;
  const shown = await (await operator.get(`/bureaus/zj/uploads/${upload_no}`)).text();
  assert.match(shown, /&lt;UploadData/);
  assert.doesNotMatch(shown, /张三|13800138000|11010519491231002X/);
});

test('then their content goes, what is known of them stays, and what is still needed is kept', async () => {
  await age(94);
  await db('bureau_records').update({ status: 'accepted' });
  const download = (await db('bureau_downloads').first())!;
  await db('bureau_downloads').where({ id: download.id }).update({ applied_at: null });
  await forgetOldFiles();
  assert.equal((await db('bureau_uploads').whereNotNull('emptied_at')).length, 0);
  const kept = await db('bureau_bodies').where({ body_no: download.download_no });
  assert.ok(kept.length > 0);
  await db('bureau_downloads').update({ applied_at: new Date() });
  await db('bureau_records').update({ status: 'answered' });
  await forgetOldFiles();
  assert.equal(await bodies(), 0);
  const upload = (await db('bureau_uploads').first())!;
  const shown = await (await operator.get(`/bureaus/zj/uploads/${upload.upload_no}`)).text();
  assert.match(shown, /已过保存期限/);
  assert.ok(upload.zip_hash);
});

test('answers about domains are forgotten when nobody has asked for them for the days that a setting says', async () => {
  const condition = { type: '0', value: 'old.cn' };
  await wantStatus(db, condition);
  const wanted = { wanted_at: null, asked_at: fromNow(-200 * DAY) };
  await db('bureau_status_answers').update({
    ...{ state: 'filed', fresh_until: fromNow(-179 * DAY) },
    ...wanted,
  });
  await forgetOldAnswers();
  assert.equal((await knownStatus(db, condition)).state, 'filed');
  await db('bureau_status_answers').update({ fresh_until: fromNow(-181 * DAY) });
  await forgetOldAnswers();
  assert.equal((await knownStatus(db, condition)).state, 'unknown');
});

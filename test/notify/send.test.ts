import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { loaderArguments, start } from '../harness.ts';
import { startSink } from './smtp-sink.ts';

const app = await start();
const sink = await startSink();
const { send } = await import('../../src/notify/index.ts');
const { deliver } = await import('../../src/notify/deliver.ts');
const { sweepDeliveries } = await import('../../src/notify/sweep.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { mailSetting } = await import('../../src/notify/channels/mail-settings.ts');
const { shiftClock, DAY, HOUR, MINUTE } = await import('../../src/platform/clock.ts');

const useSink = () =>
  writeSetting(app.db, mailSetting, {
    host: '127.0.0.1',
    port: sink.port,
    secure: false,
    from: '备卡 <noreply@example.com>',
  });
await useSink();

/** A mail that is owed, not hastened by the queue. */
async function owed(to = 'reader@example.com'): Promise<number> {
  await inTransaction((trx) =>
    send(trx, () => {}, {
      event: 'filing.approved',
      user_id: 1,
      to: { email: to },
      values: { filing_no: 'BA1', icp_number: '浙ICP备1号' },
      link: '/filings/BA1',
    }),
  );
  return (await app.db('deliveries').orderBy('id', 'desc').first())?.id ?? 0;
}
const rowOf = (id: number) => app.db('deliveries').where({ id }).first();

test('message and delivery go with the deed: undone, nothing is owed', async () => {
  const before = await app.db('deliveries').count('* as n').first();
  const undone = inTransaction(async (trx, after) => {
    await send(trx, after, {
      event: 'filing.withdrawn',
      user_id: 1,
      to: { email: 'a@example.com' },
      values: { filing_no: 'BA0' },
    });
    throw new Error('the deed failed');
  });
  await assert.rejects(undone, /the deed failed/);
  assert.deepEqual(await app.db('deliveries').count('* as n').first(), before);
  assert.equal(await app.db('notifications').first(), undefined);
});

test('a mail arrives with its words in text and HTML, and a whole link', async () => {
  const id = await owed();
  await deliver(id);
  const mail = sink.mails.at(-1);
  assert.equal(mail?.subject, '备案 BA1 已通过');
  assert.match(mail?.text ?? '', /备案号为 浙ICP备1号/);
  assert.match(mail?.text ?? '', /https?:\/\/[^/]+\/filings\/BA1/);
  assert.match(String(mail?.html), /浙ICP备1号/);
  const row = await rowOf(id);
  assert.equal(row?.status, 'sent');
  assert.equal(row?.content_sealed, null);
});

test('a mail carries the name of the site at its head and at its foot', async () => {
  const { siteSetting } = await import('../../src/platform/site.ts');
  await writeSetting(app.db, siteSetting, { name: '青禾云', footer_icp: '', contact: '' });
  await deliver(await owed('named@example.com'));
  const html = String(sink.mails.at(-1)?.html);
  assert.match(html, /<b>青禾云<\/b>/);
  assert.match(html, /这封邮件由 青禾云 自动发出/);
  assert.doesNotMatch(html, /备卡<|由 备卡/);
});

test('address and words are stored sealed', async () => {
  const id = await owed('sealed-reader@example.com');
  const stored = JSON.stringify([await rowOf(id), await app.db('notifications').select()]);
  assert.ok(!stored.includes('sealed-reader'));
  assert.ok(!stored.includes('浙ICP备1号'));
});

test('ten workers at once send one mail', async () => {
  const id = await owed('once@example.com');
  await Promise.all(Array.from({ length: 10 }, () => deliver(id)));
  await sweepDeliveries();
  await deliver(id);
  const got = sink.mails.filter((mail) => JSON.stringify(mail.to).includes('once@example.com'));
  assert.equal(got.length, 1);
});

test('the call is recorded without the address', async () => {
  const calls = await app.db('outgoing_calls').where({ system: 'mail' });
  assert.ok(calls.length > 0);
  assert.ok(!JSON.stringify(calls).includes('reader@example.com'));
});

test('a worker that is killed while it sends loses nothing: the mail comes, at most twice', async () => {
  const id = await owed('killed@example.com');
  sink.hold = true;
  const taken = new Promise((resolve) => {
    sink.onMail = resolve;
  });
  const worker = spawn(
    process.execPath,
    [...loaderArguments(), 'test/notify/deliver-once.ts', String(id)],
    { env: process.env, stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  await taken;
  worker.kill('SIGKILL');
  await ended;
  sink.hold = false;
  assert.equal((await rowOf(id))?.status, 'sending');
  await sweepDeliveries();
  assert.equal((await rowOf(id))?.status, 'sending', 'a row is not taken from a try that may live');
  shiftClock(6 * MINUTE);
  try {
    await sweepDeliveries();
  } finally {
    shiftClock(0);
  }
  assert.equal((await rowOf(id))?.status, 'sent');
  const got = sink.mails.filter((mail) => JSON.stringify(mail.to).includes('killed@example.com'));
  assert.equal(got.length, 2);
  assert.equal(got[0]?.messageId, got[1]?.messageId);
});

test('a server that is away is tried again, later each time, then given up with an entry in the record', async () => {
  await writeSetting(app.db, mailSetting, { host: '127.0.0.1', port: 1, secure: false });
  const id = await owed();
  let shift = 0;
  const waits: number[] = [];
  try {
    for (let i = 0; i < 6; i++) {
      await deliver(id);
      const row = await rowOf(id);
      if (row?.status !== 'queued') break;
      const wait = row.due_at.getTime() - (Date.now() + shift);
      waits.push(Math.round(wait / MINUTE));
      shift += wait + 1000;
      shiftClock(shift);
    }
  } finally {
    shiftClock(0);
    await useSink();
  }
  assert.deepEqual(waits, [1, 5, 15, 60, 180]);
  const row = await rowOf(id);
  assert.equal(row?.status, 'failed');
  assert.match(row?.last_error ?? '', /连不上邮件服务器/);
  const subject = `delivery:${row?.delivery_no}`;
  assert.ok(await app.db('audit_entries').where({ action: 'delivery.gave_up', subject }).first());
});

test('an address that the server refuses for good is not tried again, and its name is nowhere', async () => {
  const id = await owed('person@example.com');
  sink.refuse = 550;
  await deliver(id);
  sink.refuse = 0;
  const row = await rowOf(id);
  assert.equal(row?.status, 'failed');
  assert.match(row?.last_error ?? '', /对方拒收（550）/);
  const kept = JSON.stringify([row, await app.db('outgoing_calls'), await app.db('audit_entries')]);
  assert.ok(!kept.includes('person@example.com'));
});

test('without a mail server the mail waits, and leaves when there is one', async () => {
  await writeSetting(app.db, mailSetting, {});
  const id = await owed();
  await deliver(id);
  const waiting = await rowOf(id);
  assert.equal(waiting?.status, 'queued');
  assert.equal(waiting?.attempts, 0);
  await useSink();
  shiftClock(11 * MINUTE);
  try {
    await sweepDeliveries();
  } finally {
    shiftClock(0);
  }
  assert.equal((await rowOf(id))?.status, 'sent');
});

test('what has lost its worth is not sent any more', async () => {
  const id = await owed();
  const before = sink.mails.length;
  shiftClock(4 * DAY);
  try {
    await deliver(id);
  } finally {
    shiftClock(0);
  }
  assert.equal((await rowOf(id))?.status, 'failed');
  assert.equal(sink.mails.length, before);
});

test('a value that the template does not name, or misses, is an error here', async () => {
  const put = (values: Record<string, string>) =>
    inTransaction((trx) =>
      send(trx, () => {}, { event: 'filing.withdrawn', user_id: 1, to: {}, values }),
    );
  await assert.rejects(put({}), /takes the values \[filing_no\]/);
  await assert.rejects(put({ filing_no: 'BA1', surprise: '!' }), /takes the values \[filing_no\]/);
});

test('no text message leaves between 22:00 and 8:00 in Shanghai', async () => {
  const { afterQuietHours } = await import('../../src/notify/quiet-hours.ts');
  for (let minute = 0; minute < 24 * 60; minute += 7) {
    const at = new Date(Date.UTC(2026, 10, 22) + minute * MINUTE);
    const due = afterQuietHours(at);
    const hour = (due.getUTCHours() + 8) % 24;
    assert.ok(hour >= 8 && hour < 22, due.toISOString());
    assert.ok(due >= at && due.getTime() - at.getTime() <= 10 * HOUR);
  }
  assert.equal(
    afterQuietHours(new Date('2026-11-22T22:30:00+08:00')).toISOString(),
    '2026-11-23T00:00:00.000Z',
  );
});

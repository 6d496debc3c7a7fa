import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { start } from '../harness.ts';
import { startSink } from '../notify/smtp-sink.ts';
import { privateRedis } from './private-redis.ts';

const own = await privateRedis();
process.env['TEST_REDIS_URL'] = own.url;
const app = await start();
after(own.remove);
const sink = await startSink();
const { redis } = await import('../../src/platform/redis.ts');
const { defineJob } = await import('../../src/platform/jobs.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { startSchedules } = await import('../../src/platform/schedule.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { send } = await import('../../src/notify/index.ts');
const { mailSetting } = await import('../../src/notify/channels/mail-settings.ts');
const all = await import('../../src/jobs.ts');

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(what);
}

test('work that was queued when Redis was emptied is done all the same, once', async () => {
  const { port } = sink;
  await writeSetting(app.db, mailSetting, { host: '127.0.0.1', port, secure: false });
  await inTransaction((trx, after) =>
    send(trx, after, {
      event: 'filing.approved',
      user_id: 1,
      to: { email: 'reader@example.com' },
      values: { filing_no: 'BA1', icp_number: '浙ICP备1号' },
    }),
  );
  assert.ok((await redis().keys('*deliver*')).length > 0, 'it was queued');
  await redis().flushall();
  assert.deepEqual(await redis().keys('*'), []);
  for (const job of all.jobs) job.work();
  const sweep = all.schedules.filter(({ name }) => name === 'notify.sweep');
  const stop = startSchedules(sweep);
  await until(() => sink.mails.length > 0, 'the mail has not come');
  await stop();
  assert.equal(sink.mails.length, 1);
  assert.equal((await app.db('deliveries').first())?.status, 'sent');
});

test('a job that fails says so without the personal data in its error, in Redis too, and is given up in the end', async () => {
  let runs = 0;
  const gaveUp: unknown[] = [];
  const job = defineJob({
    name: 'test.fails',
    data: z.object({ id: z.number() }),
    attempts: 2,
    run: async () => {
      runs++;
      throw new Error('no such <lihua@example.com>, 13800138000, 330106199001011234');
    },
    gaveUp: async (data) => void gaveUp.push(data),
  });
  job.work();
  await job.enqueue({ id: 7 });
  await until(() => gaveUp.length > 0, 'it was not given up');
  await job.close();
  assert.equal(runs, 2);
  assert.deepEqual(gaveUp, [{ id: 7 }]);
  const key = (await redis().keys('*test.fails:1'))[0] ?? '';
  const kept = JSON.stringify(await redis().hgetall(key));
  assert.match(kept, /no such/);
  assert.doesNotMatch(kept, /lihua|13800138000|330106199001011234/);
});

test('whoever enqueues what is no id, or while Redis is away, learns it and does not wait', async () => {
  const job = defineJob({
    name: 'test.ids',
    data: z.object({ id: z.number().int() }),
    run: async () => {},
  });
  await assert.rejects(job.enqueue(JSON.parse('{"id":"张三丰"}')));
  await job.enqueue({ id: 1 });
  assert.equal((await job.counts()).waiting, 1);
  await own.stop();
  await assert.rejects(job.enqueue({ id: 2 }));
  await job.close();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { createUser } = await import('../../src/accounts/index.ts');
const { hashPassword } = await import('../../src/accounts/entry/passwords.ts');
const { inTransaction } = await import('../../src/platform/db.ts');

const PASSWORD = 'blue kettle sings 7';

test('whoever signs in with the old password while a new one is being set stays outside', async () => {
  const email = 'raced@example.com';
  const user = { name: '李样例', email, password: PASSWORD, roles: ['customer'] as const };
  const { id } = await inTransaction((trx) => createUser(trx, user));
  const password_hash = await hashPassword('quiet river walks 9');
  const browser = app.client();
  const isWaiting = async () => {
    const [rows] = await app.db.raw(
      "select 1 from information_schema.innodb_trx where trx_state = 'LOCK WAIT' and trx_mysql_thread_id in (select id from information_schema.processlist where db = database())",
    );
    return rows.length > 0;
  };
  let answer: Promise<Response> | undefined;
  await inTransaction(async (trx) => {
    await trx('users').where({ id }).update({ password_hash });
    answer = browser.post('/sign-in', { account: email, password: PASSWORD });
    for (let tries = 0; !(await isWaiting()); tries++) {
      assert.ok(tries < 60, 'signing in waits for the row');
      // InnoDB renews what it tells of itself only for who has not asked for a tenth of a second.
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  });
  assert.equal((await answer)?.status, 422);
  assert.equal((await app.db('sessions').where({ user_id: id })).length, 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnection } from 'mysql2/promise';

test('the tests have a database server of their own', async () => {
  const connection = await createConnection(process.env['TEST_DATABASE_URL'] ?? '');
  const [rows] = await connection.query('select version() v, @@sync_binlog b, @@log_bin l');
  assert.ok(rows);
  await connection.end();
});

import { writeFileSync } from 'node:fs';
import knex from 'knex';
import { db } from '../../src/platform/db.ts';

// `node --import tsx scripts/lib/write-schema.ts FILE`: migrates the empty database of DATABASE_URL and writes what
// came of it as statements, so that each test file begins with the whole schema in one go, not with a hundred migrations.
const file = process.argv[2] ?? '';
const database = new URL(process.env['DATABASE_URL'] ?? '').pathname.slice(1);
const { connection } = db.client.config;
const admin = knex({ client: 'mysql2', connection: { ...connection, database: undefined } });
await admin.raw('create database ?? character set utf8mb4 collate utf8mb4_unicode_ci', [database]);
await admin.destroy();
await db.migrate.latest();
const tables: { name: string }[] = await db('information_schema.tables')
  .whereRaw('table_schema = database()')
  .orderBy('table_name')
  .select('table_name as name');
const made: string[] = [];
const filled: string[] = [];
for (const { name } of tables) {
  const [[shown]] = await db.raw('show create table ??', [name]);
  made.push(String(shown['Create Table']));
  const [{ count } = { count: 0 }] = await db(name).count({ count: '*' });
  if (Number(count) > 0)
    filled.push(`insert into \`${name}\` select * from \`${database}\`.\`${name}\``);
}
const all = ['set foreign_key_checks = 0', ...made, ...filled, 'set foreign_key_checks = 1'];
writeFileSync(file, all.join(';\n'));
await db.destroy();

import { loadCodeTables } from '../seeds/code-tables.ts';
import { keepShippedProfile } from './bureau/index.ts';
import { db } from './platform/db.ts';
import { log } from './platform/log.ts';

/** Brings schema and code tables up to date; several processes may do so at once. Refuses a newer schema. */
export async function prepareDatabase(): Promise<void> {
  await refuseNewerSchema();
  await migrate();
  await loadCodeTables(db);
  await keepShippedProfile(db);
}

async function migrate(): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.migrate.latest();
      break;
    } catch (error) {
      if (attempt >= 60 || !isLocked(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
      // A process that was killed while it migrated left the lock behind.
      if (attempt === 40) await db.migrate.forceFreeMigrationsLock();
    }
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && error.name === 'MigrationLocked';
}

async function refuseNewerSchema(): Promise<void> {
  const has = await db.schema.hasTable('knex_migrations');
  if (!has) return;
  try {
    await db.migrate.list();
  } catch (error) {
    log.error('schema', { error });
    throw new Error('数据库的结构比本程序新：请使用更新的版本启动', { cause: error });
  }
}

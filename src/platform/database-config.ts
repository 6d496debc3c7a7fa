import type { Knex } from 'knex';
import { log } from './log.ts';
import { spellMessage } from './spell-error.ts';

/**
 * knex settings for a `mysql://user:password@host:port/name` address; `?socketPath=/…` names a unix socket.
 * Times are UTC, text utf8mb4, isolation READ COMMITTED, and the session is strict.
 */
export function databaseConfig(url: string, pool = 20): Knex.Config {
  const at = new URL(url);
  const socketPath = at.searchParams.get('socketPath');
  return {
    client: 'mysql2',
    connection: {
      user: decodeURIComponent(at.username),
      password: decodeURIComponent(at.password),
      database: at.pathname.slice(1),
      ...(socketPath ? { socketPath } : { host: at.hostname, port: Number(at.port || 3306) }),
      charset: 'utf8mb4',
      timezone: 'Z',
      supportBigNumbers: true,
      maxPreparedStatements: 200,
    },
    pool: { min: 0, max: pool, afterCreate: prepareSession },
    acquireConnectionTimeout: 15_000,
    // The message of a failed query shows the query, but never the values that were put into it.
    compileSqlOnError: false,
    // knex and the pool speak to the console otherwise, and not in lines of JSON.
    log: { warn: told, error: told, deprecate: () => {}, debug: () => {} },
    migrations: {
      directory: new URL('../../migrations', import.meta.url).pathname,
      loadExtensions: ['.ts'],
    },
  };
}

function told(words: unknown): void {
  log.warn('database', { words: spellMessage(words) });
}

interface RawConnection {
  query(sql: string, done: (error: Error | null) => void): void;
}

function prepareSession(
  connection: RawConnection,
  done: (error: Error | null, connection: RawConnection) => void,
) {
  connection.query(
    "set time_zone = '+00:00', sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION', transaction_isolation = 'READ-COMMITTED'",
    (error) => {
      // MariaDB before 11.1 knows the variable as tx_isolation.
      if (!error) return done(null, connection);
      connection.query(
        "set time_zone = '+00:00', sql_mode = 'TRADITIONAL,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION', tx_isolation = 'READ-COMMITTED'",
        (second) => done(second, connection),
      );
    },
  );
}

import { databaseConfig } from './src/platform/database-config.ts';
import { env } from './src/platform/env.ts';

export default databaseConfig(env.DATABASE_URL);

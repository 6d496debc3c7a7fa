// Works off what is owed, in a process that a test may kill: `node --import tsx import-worker.ts`.
const { sweepTransfers } = await import('../../../src/filings/transfer/jobs.ts');
const { db } = await import('../../../src/platform/db.ts');
const { closeRedis } = await import('../../../src/platform/redis.ts');
process.stdout.write('working\n');
await sweepTransfers();
await db.destroy();
closeRedis();

// Works off what is owed, in a process that a test may kill: `node --import tsx task-worker.ts`.
const { sweepTasks } = await import('../../src/cards/tasks/job.ts');
const { db } = await import('../../src/platform/db.ts');
const { closeRedis } = await import('../../src/platform/redis.ts');
await sweepTasks();
await db.destroy();
closeRedis();

/**
 * A worker as `ROLES=worker` runs it, for drills: takes jobs from Redis and looks for bureaus that are due, at a quick
 * pace. It is made to be killed.
 */
import { db } from '../../src/platform/db.ts';

const { exchangeBureau, startDueRounds } = await import('../../src/bureau/jobs.ts');

process.on('disconnect', () => process.exit(0));
exchangeBureau.work();
let busy = false;
setInterval(() => {
  if (busy) return;
  busy = true;
  startDueRounds()
    .catch(() => undefined)
    .finally(() => {
      busy = false;
    });
}, 50);
await db('bureaus').first('id');
process.send?.('ready');

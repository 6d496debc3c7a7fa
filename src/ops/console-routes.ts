import { Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { now } from '../platform/clock.ts';
import { allConnections, testConnection } from '../platform/connections.ts';
import { readStats } from '../platform/dashboard.ts';
import { db } from '../platform/db.ts';
import { owedWorkByName } from '../platform/owed.ts';

/** Owed work younger than this is simply under way. */
const QUIET_MS = 2 * 60_000;

export const overview = Router();

/** Today's numbers, each with the list behind it, and what needs a hand. */
overview.get('/console', requires('ops.read'), async (req, res) => {
  const user = userOf(req);
  const stats = await readStats(db, user.may);
  const owed = Object.entries(await owedWorkByName(db)).map(([name, since]) => ({
    name,
    minutes: minutesSince(since),
  }));
  const tested = await Promise.all(
    allConnections().map(async (connection) => ({
      title: connection.title,
      url: connection.settings_url,
      ...(await testConnection(connection)),
    })),
  );
  res.page('ops/console', {
    title: '工作台',
    stats,
    late: owed.filter(({ minutes }) => minutes * 60_000 > QUIET_MS),
    connections: tested,
  });
});

function minutesSince(since: Date | null): number {
  return since ? Math.max(0, Math.round((now().getTime() - since.getTime()) / 60_000)) : 0;
}

import { Router } from 'express';
import { db } from '../../platform/db.ts';
import { linkTo } from '../../platform/links.ts';
import { CALLS_KEPT_DAYS } from '../../platform/outgoing.ts';
import { requires } from '../../platform/permitted.ts';
import { timeShown } from '../../platform/present.ts';
import { read } from '../../platform/web.ts';
import { allBureaus } from '../bureaus/bureaus.ts';
import { shippedProfile } from '../profile/read.ts';
import { savedThisMonth } from '../status/saved.ts';
import { CallsAsked, type Hour, lastDay, listCalls } from './call-log.ts';
import { shownCall } from './present.ts';
import { bureauTabs } from './tabs.ts';

export const callRoutes = Router();

/** Every call to every bureau, from the database alone. */
callRoutes.get('/bureau-calls', requires('bureau.manage'), async (req, res) => {
  const asked = read(CallsAsked, req.query);
  const { calls, next } = await listCalls(asked);
  const { before, ...values } = asked;
  res.page('bureau/calls', {
    title: '调用记录',
    tabs: await bureauTabs(db, 'calls'),
    calls: calls.map(shownCall),
    values,
    bureaus: (await allBureaus(db)).map(({ name }) => name),
    methods: Object.values(shippedProfile().wire.calls).map(({ method }) => method),
    chart: (await lastDay(db)).map(shownHour),
    keep_days: CALLS_KEPT_DAYS,
    questions: await savedThisMonth(db),
    next_href: next ? linkTo('/bureau-calls', { ...values, before: String(next) }) : null,
    first_href: before ? linkTo('/bureau-calls', values) : null,
  });
});

function shownHour({ at, calls, refused, failed, slowest_ms }: Hour) {
  const bad = refused + failed;
  const words = bad > 0 ? `，其中被拒 ${refused}、无应答 ${failed}` : '';
  const slow = calls > 0 ? `，最慢 ${slowest_ms} ms` : '';
  return { value: calls, bad, title: `${timeShown(at).text} 起一小时：${calls} 次${words}${slow}` };
}

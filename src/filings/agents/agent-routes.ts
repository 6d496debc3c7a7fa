import { Router } from 'express';
import { namesOf, requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { env } from '../../platform/env.ts';
import { noStore } from '../../platform/guards.ts';
import { maskName } from '../../platform/mask.ts';
import { timeShown } from '../../platform/present.ts';
import { readSetting } from '../../platform/settings.ts';
import { badgeOf } from '../customer/list-page.ts';
import { pageKey } from '../customer/page-key.ts';
import { AGENTS_DESK, reviewerAt } from '../desk/desk.ts';
import { timeOf } from '../desk/list-page.ts';
import { deskRoutesAt } from '../desk/review-routes.ts';
import { paceShown } from '../desk/review-view.ts';
import { listedFiling } from '../pages/present.ts';
import { reviewQueue } from '../pages/review-page.ts';
import { INVITATION_DAYS, invite } from './invitations.ts';
import { customersOf, unlinkCustomer } from './link-customer.ts';
import { filingsOfAgent } from './scope.ts';
import { agentsSetting } from './settings.ts';

/** An agent's own pages: his customers' filings, and his customers. */
export const agentRoutes = Router();
const agents = requires('filing.agent');
const PAGE = 20;

agentRoutes.use(['/agent-filings', '/agent-customers'], noStore);

agentRoutes.get('/agent-filings', agents, async (req, res) => {
  const queue = await reviewQueue(reviewerAt(AGENTS_DESK, req));
  const before = pageKey(req.query['before']);
  const rows = await filingsOfAgent(db, userOf(req).id, before, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const next = rows.length > PAGE ? shown.at(-1)?.id : undefined;
  res.page('agents/filings', {
    title: '客户的备案',
    setting: await readSetting(agentsSetting),
    waiting: queue.map((filing) => ({
      ...filing,
      submitted: filing.submitted_at && timeOf(filing.submitted_at),
      shown_pace: filing.pace && paceShown(filing.pace),
    })),
    filings: shown.map((row) => {
      const filing = listedFiling(row, 'operator');
      return { ...filing, badge: badgeOf(filing), changed: timeOf(row.status_at) };
    }),
    pager: {
      previous_href: before === undefined ? null : '/agent-filings',
      next_href: next === undefined ? null : `/agent-filings?before=${next}`,
    },
  });
});

agentRoutes.use(deskRoutesAt(AGENTS_DESK));

agentRoutes.get('/agent-customers', agents, async (req, res) => {
  const before = pageKey(req.query['before']);
  const rows = await customersOf(db, userOf(req).id, before, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const names = await namesOf(
    db,
    shown.map(({ customer_id }) => customer_id),
  );
  const next = rows.length > PAGE ? shown.at(-1)?.id : undefined;
  res.page('agents/customers', {
    title: '我的客户',
    customers: shown.map(({ link_no, customer_id, how, at }) => ({
      ...{ link_no, name: maskName(names.get(customer_id) ?? ''), since: timeShown(at) },
      how: how === 'invitation' ? '通过邀请' : '管理员归入',
    })),
    pager: {
      previous_href: before === undefined ? null : '/agent-customers',
      next_href: next === undefined ? null : `/agent-customers?before=${next}`,
    },
  });
});

/** Shown once, as the answer to the post: the link stands in no cookie. */
agentRoutes.post('/agent-customers/invitations', agents, async (req, res) => {
  const origin = env.BASE_URL ?? `${req.protocol}://${req.get('host')}`;
  const path = await invite(userOf(req));
  const link = new URL(path, origin).href;
  res.page('agents/invitation-link', { title: '邀请链接', link, days: INVITATION_DAYS });
});

agentRoutes.post('/agent-customers/:link_no/removal', agents, async (req, res) => {
  const { id, actor } = userOf(req);
  await unlinkCustomer(actor, { link_no: String(req.params['link_no']), agent_id: id });
  res.flash('success', '已解除，以后他的备案不再经过您');
  res.redirect(303, '/agent-customers');
});

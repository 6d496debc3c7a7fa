import { type Request, Router } from 'express';
import { nameOf, requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { timeShown } from '../../platform/present.ts';
import { agentInviting } from './invitations.ts';
import { linkCustomer, unlinkCustomer } from './link-customer.ts';

/** A customer joins an agent by his invitation, sees whose customer he is, and may end it. */
export const agentCustomerRoutes = Router();
const files = requires('filing.file');
const at = '/agent-invitations/:token';

agentCustomerRoutes.use(['/agent-invitations', '/my-agent'], noStore);

agentCustomerRoutes.get(at, files, async (req, res) => {
  const agent_id = await agentOfLink(req);
  const link = await db('agent_customers')
    .where({ customer_id: userOf(req).id })
    .first();
  res.page('agents/invitation', {
    title: '把备案交给代理商',
    token: String(req.params['token']),
    agent: await nameOf(db, agent_id),
    is_own: agent_id === userOf(req).id,
    state: link ? (link.agent_id === agent_id ? 'joined' : 'other') : 'free',
  });
});

agentCustomerRoutes.post(at, files, async (req, res) => {
  const agent_id = await agentOfLink(req);
  const { id, actor } = userOf(req);
  await linkCustomer(actor, { agent_id, customer_id: id, how: 'invitation' });
  res.flash('success', `以后您的备案先由${await nameOf(db, agent_id)}核对`);
  res.redirect(303, '/my-agent');
});

agentCustomerRoutes.get('/my-agent', files, async (req, res) => {
  const link = await db('agent_customers')
    .where({ customer_id: userOf(req).id })
    .first();
  const agent = link && { name: await nameOf(db, link.agent_id), since: timeShown(link.at) };
  res.page('agents/my-agent', { title: '我的代理商', agent: agent ?? null });
});

agentCustomerRoutes.post('/my-agent/removal', files, async (req, res) => {
  const { id, actor } = userOf(req);
  await unlinkCustomer(actor, { customer_id: id });
  res.flash('success', '已解除，以后您的备案直接由我们审核');
  res.redirect(303, '/filings');
});

async function agentOfLink(req: Request): Promise<number> {
  return must(await agentInviting(db, String(req.params['token'])), '邀请链接');
}

import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { peopleByIds, requires, userByAccount, userOf, usersWith } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { maskName } from '../../platform/mask.ts';
import { timeShown } from '../../platform/present.ts';
import { readSetting, writeSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { pageKey } from '../customer/page-key.ts';
import { customersOf, linkCustomer, unlinkCustomer } from './link-customer.ts';
import { agentsSetting } from './settings.ts';

/** Agents and whose customers are whose, for administrators. */
export const manageAgentRoutes = Router();
const manages = requires('people.manage');
const PAGE = 50;

manageAgentRoutes.use('/agents', noStore);

manageAgentRoutes.get('/agents', manages, (req, res) => showAgents(req, res, {}));

const Setting = z.object({
  is_on: z
    .string()
    .optional()
    .transform((text) => text === 'true'),
  days: z.coerce.number('请填写数字').int('请填写整数').min(1, '不小于 1').max(10, '不大于 10'),
});

manageAgentRoutes.post('/agents/setting', requires('settings.manage'), async (req, res) => {
  const form = readOr(Setting, req.body);
  if (!form.ok) return showAgents(req, res.status(422), form.fields);
  await inTransaction(async (trx) => {
    await writeSetting(trx, agentsSetting, form.data);
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:agents', form.data);
  });
  res.flash('success', '已保存');
  res.redirect(303, '/agents');
});

async function showAgents(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const people = await peopleByIds(db, await usersWith(db, 'filing.agent'));
  const counts = await db('agent_customers')
    .groupBy('agent_id')
    .select<{ agent_id: number; count: number }[]>('agent_id', db.raw('count(*) as count'));
  const setting = await readSetting(agentsSetting);
  res.page('agents/list', {
    title: '代理商',
    fields,
    setting: { ...setting, days: req.body?.days ?? setting.days },
    may_set: userOf(req).may('settings.manage'),
    agents: people.map(({ id, user_no, name }) => ({
      ...{ user_no, name },
      count: Number(counts.find(({ agent_id }) => agent_id === id)?.count ?? 0),
    })),
  });
}

manageAgentRoutes.get('/agents/:user_no', manages, (req, res) => showAgent(req, res, {}));

manageAgentRoutes.post('/agents/:user_no/customers', manages, async (req, res) => {
  const agent = await agentNumbered(req);
  const account = typeof req.body?.account === 'string' ? req.body.account.trim() : '';
  const customer_id = await userByAccount(db, account, 'filing.file');
  if (customer_id === undefined)
    return showAgent(req, res.status(422), { account: '没有这个客户，请填写他注册的邮箱或手机号' });
  try {
    const link = { agent_id: agent.id, customer_id, how: 'administrator' } as const;
    await linkCustomer(userOf(req).actor, link);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return showAgent(req, res.status(error.status), { account: error.message });
  }
  res.flash('success', '已归入');
  res.redirect(303, `/agents/${agent.user_no}`);
});

manageAgentRoutes.post('/agents/:user_no/customers/:link_no/removal', manages, async (req, res) => {
  const agent = await agentNumbered(req);
  const link_no = String(req.params['link_no']);
  await unlinkCustomer(userOf(req).actor, { link_no, agent_id: agent.id });
  res.flash('success', '已解除');
  res.redirect(303, `/agents/${agent.user_no}`);
});

/** The agent in the address; 404 when nobody with this number is one. */
async function agentNumbered(req: Request) {
  const people = await peopleByIds(db, await usersWith(db, 'filing.agent'));
  return must(
    people.find(({ user_no }) => user_no === req.params['user_no']),
    '代理商',
  );
}

async function showAgent(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const agent = await agentNumbered(req);
  const before = pageKey(req.query['before']);
  const rows = await customersOf(db, agent.id, before, PAGE + 1);
  const shown = rows.slice(0, PAGE);
  const people = await peopleByIds(
    db,
    shown.map(({ customer_id }) => customer_id),
  );
  const next = rows.length > PAGE ? shown.at(-1)?.id : undefined;
  const place = `/agents/${agent.user_no}`;
  res.page('agents/agent', {
    ...{ title: agent.name, agent, fields },
    account: typeof req.body?.account === 'string' ? req.body.account : '',
    customers: shown.map(({ link_no, customer_id, how, at }) => {
      const person = people.find(({ id }) => id === customer_id);
      return {
        ...{ link_no, user_no: person?.user_no ?? '', name: maskName(person?.name ?? '') },
        ...{ how: how === 'invitation' ? '通过邀请' : '管理员归入', since: timeShown(at) },
      };
    }),
    pager: {
      previous_href: before === undefined ? null : place,
      next_href: next === undefined ? null : `${place}?before=${next}`,
    },
  });
}

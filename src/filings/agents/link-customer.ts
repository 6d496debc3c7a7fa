import './tables.ts';
import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import type { AgentCustomerRow } from './tables.ts';

type NewLink = Pick<AgentCustomerRow, 'agent_id' | 'customer_id' | 'how'>;

/** Makes somebody an agent's customer. Throws UserError conflict when he has an agent already, or is the agent himself. */
export async function linkCustomer(actor: Actor, link: NewLink): Promise<void> {
  const { agent_id, customer_id, how } = link;
  if (agent_id === customer_id) throw new UserError('conflict', '不能成为自己的客户');
  try {
    await inTransaction(async (trx) => {
      const link_no = publicNo('DL');
      await trx('agent_customers').insert({ link_no, agent_id, customer_id, how, at: now() });
      const details = { agent_id, customer_id, how };
      await record(trx, actor, 'agent.customer_linked', `agent_customer:${link_no}`, details);
    });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new UserError('conflict', '已经有代理商了，解除后才能换');
  }
}

/** Ends it; a filing that lies before the agent goes on to us within a minute. `of` says whose link it must be. */
export async function unlinkCustomer(
  actor: Actor,
  of: { link_no: string; agent_id: number } | { customer_id: number },
): Promise<void> {
  await inTransaction(async (trx) => {
    const link = must(await trx('agent_customers').where(of).forUpdate().first(), '代理关系');
    await trx('agent_customers').where({ id: link.id }).delete();
    const { agent_id, customer_id, link_no } = link;
    const details = { agent_id, customer_id };
    await record(trx, actor, 'agent.customer_unlinked', `agent_customer:${link_no}`, details);
  });
}

/** An agent's customers, the newest first. */
export function customersOf(
  db: Db,
  agent_id: number,
  before: number | undefined,
  limit: number,
): Promise<AgentCustomerRow[]> {
  return db('agent_customers')
    .where({ agent_id })
    .modify((query) => {
      if (before !== undefined) query.where('id', '<', before);
    })
    .orderBy('id', 'desc')
    .limit(limit);
}

import './tables.ts';
import { usersWith } from '../../accounts/index.ts';
import type { Db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { agentsSetting } from './settings.ts';

export interface AgentsTurn {
  agent_id: number;
  /** Working days he has. */
  days: number;
}

/** Who looks at this customer's filings before we do; undefined when nobody does: off, no agent, or he is disabled. */
export async function agentOf(db: Db, customer_id: number): Promise<AgentsTurn | undefined> {
  const { is_on, days } = await readSetting(agentsSetting);
  if (!is_on) return undefined;
  const link = await db('agent_customers').where({ customer_id }).first('agent_id');
  if (!link) return undefined;
  const active = await usersWith(db, 'filing.agent');
  return active.includes(link.agent_id) ? { agent_id: link.agent_id, days } : undefined;
}

import './tables.ts';
import { usersWith } from '../../accounts/index.ts';
import { type Actor, record } from '../../audit/index.ts';
import { DAY, fromNow, now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { newToken, tokenDigest } from '../../platform/ids.ts';

export const INVITATION_DAYS = 7;

/** A link by which customers join an agent, for a week; an older one ends. Gives its path, to be shown once. */
export async function invite(agent: { id: number; actor: Actor }): Promise<string> {
  const token = newToken();
  await inTransaction(async (trx) => {
    const row = {
      token_digest: tokenDigest(token),
      made_at: now(),
      expires_at: fromNow(INVITATION_DAYS * DAY),
    };
    await trx('agent_invitations')
      .insert({ agent_id: agent.id, ...row })
      .onConflict('agent_id')
      .merge(row);
    await record(trx, agent.actor, 'agent.invited', `agent:${agent.id}`);
  });
  return `/agent-invitations/${token}`;
}

/** Whose invitation this is, while it is good and he is an agent. */
export async function agentInviting(db: Db, token: string): Promise<number | undefined> {
  const row = await db('agent_invitations')
    .where({ token_digest: tokenDigest(token) })
    .where('expires_at', '>', now())
    .first('agent_id');
  if (!row) return undefined;
  return (await usersWith(db, 'filing.agent')).includes(row.agent_id) ? row.agent_id : undefined;
}

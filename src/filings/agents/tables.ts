import type { Table } from '../tables.ts';

export interface AgentCustomerRow {
  id: number;
  link_no: string;
  customer_id: number;
  agent_id: number;
  how: 'invitation' | 'administrator';
  at: Date;
}

export interface AgentInvitationRow {
  id: number;
  agent_id: number;
  token_digest: string;
  made_at: Date;
  expires_at: Date;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    agent_customers: Table<AgentCustomerRow>;
    agent_invitations: Table<AgentInvitationRow>;
  }
}

import type { Knex } from 'knex';

export interface AuditEntryRow {
  id: number;
  entry_no: string;
  at: Date;
  actor_kind: 'user' | 'client' | 'system';
  actor_id: number | null;
  actor_sealed: string;
  action: string;
  subject: string;
  details_json: string;
  chain_no: number | null;
  prev_hash: string | null;
  hash: string | null;
}

export interface AuditHeadRow {
  id: number;
  chain_no: number;
  hash: string;
  mac: string;
  checked_at: Date | null;
  checked_entries: number | null;
  fault: string | null;
}

type Fresh = Omit<AuditEntryRow, 'id' | 'chain_no' | 'prev_hash' | 'hash'>;
/** The chain is the only thing that is ever written to an entry again. */
type Chained = Partial<Pick<AuditEntryRow, 'chain_no' | 'prev_hash' | 'hash'>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    audit_entries: Knex.CompositeTableType<AuditEntryRow, Fresh, Chained>;
    audit_heads: AuditHeadRow;
  }
}

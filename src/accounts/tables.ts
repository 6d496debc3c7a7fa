import type { Knex } from 'knex';
import type { Role } from './permissions.ts';

export interface UserRow {
  id: number;
  user_no: string;
  name_sealed: string;
  email_sealed: string | null;
  email_index: string | null;
  mobile_sealed: string | null;
  mobile_index: string | null;
  password_hash: string | null;
  password_set_at: Date | null;
  disabled_at: Date | null;
  signed_in_at: Date | null;
  /** When all sessions, or all but one, were last ended. */
  sessions_ended_at: Date | null;
  created_at: Date;
}

export type NewUserRow = Omit<UserRow, 'id' | 'disabled_at' | 'signed_in_at' | 'sessions_ended_at'>;

export interface SessionRow {
  id: number;
  session_no: string;
  user_id: number;
  token_digest: string;
  ip_masked: string | null;
  device: string;
  created_at: Date;
  seen_at: Date;
  ended_at: Date | null;
}

export interface KeptFormRow {
  id: number;
  form_no: string;
  token_digest: string;
  user_id: number;
  path: string;
  body_sealed: string;
  expires_at: Date;
}

export interface PasswordLinkRow {
  id: number;
  user_id: number;
  token_digest: string;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface ApiClientRow {
  id: number;
  client_no: string;
  name: string;
  user_id: number;
  key_digest: string;
  key_end: string;
  permissions_json: string;
  created_at: Date;
  used_at: Date | null;
  disabled_at: Date | null;
}

type Table<Row extends { id: number }> = Knex.CompositeTableType<
  Row,
  Partial<Row>,
  Partial<Omit<Row, 'id'>>
>;

declare module 'knex/types/tables.js' {
  interface Tables {
    users: Table<UserRow>;
    user_roles: { user_id: number; role: Role };
    sessions: Table<SessionRow>;
    account_attempts: { key_index: string; tries: number; ends_at: Date };
    password_links: Table<PasswordLinkRow>;
    api_clients: Table<ApiClientRow>;
    kept_forms: Table<KeptFormRow>;
  }
}

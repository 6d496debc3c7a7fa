import type { Knex } from 'knex';
import type { ChannelName } from './channels/index.ts';

export interface NotificationRow {
  id: number;
  message_no: string;
  user_id: number;
  event: string;
  content_sealed: string;
  link: string | null;
  created_at: Date;
  read_at: Date | null;
}

export interface DeliveryRow {
  id: number;
  delivery_no: string;
  /** Null: told to somebody without an account. */
  user_id: number | null;
  event: string;
  channel: ChannelName;
  status: 'queued' | 'sending' | 'sent' | 'failed';
  attempts: number;
  due_at: Date;
  expires_at: Date;
  sending_at: Date | null;
  content_sealed: string | null;
  last_error: string | null;
  created_at: Date;
  sent_at: Date | null;
}

type Fresh<Row extends { id: number }, Optional extends keyof Row> = Omit<Row, 'id' | Optional>;

declare module 'knex/types/tables.js' {
  interface Tables {
    notifications: Knex.CompositeTableType<
      NotificationRow,
      Fresh<NotificationRow, 'read_at'>,
      Pick<NotificationRow, 'read_at'>
    >;
    deliveries: Knex.CompositeTableType<
      DeliveryRow,
      Fresh<DeliveryRow, 'attempts' | 'sending_at' | 'last_error' | 'sent_at'>,
      Partial<DeliveryRow>
    >;
  }
}

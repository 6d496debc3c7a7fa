import type { Knex } from 'knex';

export interface MoveRow {
  id: number;
  move_no: string;
  pairs_json: string;
  /** `stopped`: by a person; what is on its way goes on. */
  state: 'running' | 'done' | 'stopped';
  created_by: number;
  created_at: Date;
  done_at: Date | null;
}
export interface ItemRow {
  id: number;
  move_id: number;
  entity_no: string;
  state: 'waiting' | 'filed' | 'refused';
  filing_no: string | null;
  words: string | null;
  settled_at: Date | null;
}

type Table<R> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    address_moves: Table<MoveRow>;
    address_move_items: Table<ItemRow>;
  }
}

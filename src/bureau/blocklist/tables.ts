import type { Knex } from 'knex';

export type BlockList = 'entity' | 'site' | 'illegal_access';

export interface BlockRow {
  id: number;
  block_no: string;
  bureau_id: number;
  list: BlockList;
  block_key: string;
  certificate_index: string | null;
  domain: string | null;
  ip: number | null;
  body_sealed: string;
  /** false: it was taken off the list again. */
  is_listed: number | boolean;
  body_order: string;
  noted_at: Date;
}

/** A domain as one item of a bureau's list of sites names it. */
export interface MentionRow {
  bureau_id: number;
  domain: string;
  item_order: string;
  operation: 'add' | 'change' | 'remove';
}

declare module 'knex/types/tables.js' {
  interface Tables {
    bureau_block_mentions: MentionRow;
    bureau_blocks: Knex.CompositeTableType<BlockRow, Partial<BlockRow>, Partial<BlockRow>>;
  }
}

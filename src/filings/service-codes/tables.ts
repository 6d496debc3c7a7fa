import type { Table } from '../tables.ts';

export interface ServiceCodeBatchRow {
  id: number;
  batch_no: string;
  source: 'made' | 'imported';
  label: string;
  amount: number;
  made_at: Date;
  exported_at: Date | null;
}

export interface ServiceCodeRow {
  id: number;
  code_no: string;
  batch_id: number;
  code_sealed: string;
  code_index: string;
  /** Its last four letters, for people to tell codes apart. */
  code_end: string;
  customer_id: number | null;
  label: string;
  max_uses: number;
  used: number;
  valid_until: Date | null;
  voided_at: Date | null;
  made_at: Date;
}

export interface ServiceCodeUseRow {
  id: number;
  service_code_id: number;
  filing_id: number;
  used_at: Date;
  given_back_at: Date | null;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    service_code_batches: Table<ServiceCodeBatchRow, 'exported_at'>;
    service_codes: Table<ServiceCodeRow, 'used' | 'voided_at'>;
    service_code_uses: Table<ServiceCodeUseRow, 'given_back_at'>;
  }
}

import type { Knex } from 'knex';

export type OcrStatus = 'none' | 'waiting' | 'reading' | 'done' | 'failed';

export interface DocumentRow {
  id: number;
  /** 'WJ…': what URLs and forms carry. */
  no: string;
  owner_id: number;
  /** The material slot it was uploaded for: 'entity_licence'. */
  purpose: string;
  /** Of the bytes as they came, before re-encoding. */
  source_sha256: string;
  width: number;
  height: number;
  bytes: number;
  quality_json: string;
  ocr_status: OcrStatus;
  /** Owed reading: set with the row, moved on by each attempt, cleared when done. */
  ocr_due_at: Date | null;
  ocr_attempts: number;
  ocr_progress: number;
  reading_sealed: string | null;
  created_at: Date;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    document_intents: { no: string; at: Date };
    documents: Knex.CompositeTableType<
      DocumentRow,
      Omit<DocumentRow, 'id' | 'ocr_attempts' | 'ocr_progress' | 'reading_sealed'>,
      Partial<Omit<DocumentRow, 'id' | 'no'>>
    >;
  }
}

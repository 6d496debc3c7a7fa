import { z } from 'zod';
import { seal, unseal } from '../../platform/seal.ts';
import type { TransferRow } from './tables.ts';

const place = (transfer_no: string) => `transfers.plan:${transfer_no}`;

/** What is known of a table that comes in. */
const ImportPlan = z.object({
  file_name: z.string(),
  /** The row that names the columns, and what it says. */
  heading_row: z.number().int(),
  headings: z.array(z.string()),
  /** Field of each column; '' when it is left out. */
  columns: z.array(z.string()),
});
export type ImportPlan = z.output<typeof ImportPlan>;

/** What is asked of a table that goes out. */
const ExportPlan = z.object({
  columns: z.array(z.string()),
  /** As the address of the list had it. */
  asked: z.record(z.string(), z.string()),
  /** Personal data in the clear, and why; null when they are masked. */
  reason: z.string().nullable(),
});
export type ExportPlan = z.output<typeof ExportPlan>;

export function sealPlan(transfer_no: string, plan: ImportPlan | ExportPlan): string {
  return seal(JSON.stringify(plan), place(transfer_no));
}

export function importPlan(row: Pick<TransferRow, 'transfer_no' | 'plan_sealed'>): ImportPlan {
  return ImportPlan.parse(opened(row));
}

export function exportPlan(row: Pick<TransferRow, 'transfer_no' | 'plan_sealed'>): ExportPlan {
  return ExportPlan.parse(opened(row));
}

function opened(row: Pick<TransferRow, 'transfer_no' | 'plan_sealed'>): unknown {
  return JSON.parse(unseal(row.plan_sealed, place(row.transfer_no)));
}

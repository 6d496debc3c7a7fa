import { z } from 'zod';
import { seal, unseal } from '../../platform/seal.ts';
import { CARD, type CardStatus, type TaskRow } from '../tables.ts';

const place = (task_no: string) => `card_tasks.plan:${task_no}`;

/** What a column of a file may be; '' is left out. */
export const FIELDS = ['number', 'secret', 'sell_by', 'cost'] as const;
export type Field = (typeof FIELDS)[number];
const Column = z.enum(['', ...FIELDS]);

/** What stands between the parts of a line of plain text; '' when the line is one card. */
export const SEPARATORS = ['', '----', 'tab', 'blank', ',', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

const ImportPlan = z.object({
  file_name: z.string(),
  /** `lines`: one card a line; `table`: CSV or XLSX. */
  format: z.enum(['lines', 'table']),
  separator: z.enum(SEPARATORS),
  has_heading: z.boolean(),
  columns: z.array(Column),
  /** For lines that do not say it themselves. */
  sell_by: z.string().nullable(),
  cost_cents: z.number().int().nullable(),
  /** The first lines as they are in the file, cut short: what the page previews. */
  head: z.array(z.array(z.string())),
});
export type ImportPlan = z.output<typeof ImportPlan>;

const status = z.number().refine((n): n is CardStatus => Object.values<number>(CARD).includes(n));

/** Which cards: all that is given must hold. */
const CardFilter = z.object({
  ids: z.array(z.number().int()).optional(),
  variant_ids: z.array(z.number().int()).optional(),
  batch_id: z.number().int().optional(),
  statuses: z.array(status).optional(),
  sell_by_from: z.string().optional(),
  sell_by_to: z.string().optional(),
  /** The newest that was counted: what came in later is not meant. */
  max_id: z.number().int().optional(),
});
export type CardFilter = z.output<typeof CardFilter>;

const BulkPlan = z.object({
  filter: CardFilter,
  /** For a move. */
  variant_id: z.number().int().optional(),
  reason: z.string().default(''),
});
export type BulkPlan = z.output<typeof BulkPlan>;

const ExportPlan = z.object({
  filter: CardFilter,
  format: z.enum(['csv', 'xlsx']),
  /** Secrets in the clear, and why; null when they are masked. */
  reason: z.string().nullable(),
});
export type ExportPlan = z.output<typeof ExportPlan>;

export function sealPlan(task_no: string, plan: ImportPlan | BulkPlan | ExportPlan): string {
  return seal(JSON.stringify(plan), place(task_no));
}

type Sealed = Pick<TaskRow, 'task_no' | 'plan_sealed'>;
const opened = ({ task_no, plan_sealed }: Sealed): unknown =>
  JSON.parse(unseal(plan_sealed, place(task_no)));

export const importPlan = (task: Sealed): ImportPlan => ImportPlan.parse(opened(task));
export const bulkPlan = (task: Sealed): BulkPlan => BulkPlan.parse(opened(task));
export const exportPlan = (task: Sealed): ExportPlan => ExportPlan.parse(opened(task));

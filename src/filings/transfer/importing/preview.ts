import { maskAddress, maskEmail, maskName, maskNumber } from '../../../platform/mask.ts';
import { importPlan } from '../plan.ts';
import type { TransferRow } from '../tables.ts';
import { FIELDS, type FieldKey, isField, isPersonal } from './fields.ts';
import { judgeOf } from './judge-row.ts';
import { sourceRows } from './source.ts';

const ROWS = 5;

export interface PreviewCell {
  text: string;
  /** What is wrong here. */
  fault: string | null;
}

export interface Preview {
  rows: { row: number; cells: PreviewCell[]; faults: string[] }[];
  /** Which columns matter and have not been named. */
  missing: string[];
  /** The bureau's numbers are not in the table: what was imported is watched only. */
  unnumbered: boolean;
}

/** The first rows as they would be taken, personal data masked, and what is wrong at which cell. */
export async function previewOf(transfer: TransferRow): Promise<Preview> {
  const { columns, heading_row } = importPlan(transfer);
  const judge = await judgeOf(columns);
  const rows: Preview['rows'] = [];
  for await (const row of sourceRows(transfer, heading_row)) {
    const judged = await judge(row);
    const faults = judged.ok ? [] : judged.faults;
    const at = (field: string) => faults.find((fault) => field !== '' && fault.field === field);
    rows.push({
      row: row.row,
      cells: columns.map((field, n) => ({
        text: masked(field, (row.cells[n] ?? '').trim()),
        fault: at(field)?.message ?? null,
      })),
      faults: faults.map(({ field, message }) =>
        field ? `${FIELDS[field].label}：${message}` : message,
      ),
    });
    if (rows.length === ROWS) break;
  }
  return { rows, missing: missingIn(columns), unnumbered: isUnnumbered(columns) };
}

function isUnnumbered(columns: readonly string[]): boolean {
  return !columns.includes('entity_bureau_id') || !columns.includes('service_bureau_id');
}

/** Without these a row cannot be taken, or is of little use. */
function missingIn(columns: readonly string[]): string[] {
  const missing = (['service_icp_number', 'entity_name', 'domains'] as const).filter(
    (field) => !columns.includes(field),
  );
  return missing.map((field) => FIELDS[field].label);
}

const MOST_CHARS = 40;

/** A column that nobody has named yet may hold anything. */
function masked(field: string, text: string): string {
  const short = text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS)}…` : text;
  if (!isField(field)) return loosely(short);
  return isPersonal(field) ? personally(field, short) : short;
}

function personally(field: FieldKey, text: string): string {
  if (field.endsWith('email')) return maskEmail(text);
  if (field.endsWith('address')) return maskAddress(text);
  if (/number|mobile|phone/.test(field)) return maskNumber(text);
  // The name of an entity may be a person's: short ones are.
  return field === 'entity_name' && text.length > 4 ? text : maskName(text);
}

function loosely(text: string): string {
  if (text.includes('@')) return maskEmail(text);
  if (/\d{7}/.test(text)) return maskNumber(text);
  return /^\p{Script=Han}{2,4}$/u.test(text) ? maskName(text) : text;
}

import { type Bureau, bureauForProvince } from '../../../bureau/index.ts';
import { type Db, db } from '../../../platform/db.ts';
import type { TableRow } from '../../../platform/tables/table.ts';
import { codeTables } from '../../pages/checks.ts';
import { provinceName } from '../../provinces/index.ts';
import { agreement } from './agreement.ts';
import type { FieldKey } from './fields.ts';
import { type Fault, type ReadRow, readRow } from './read-row.ts';
import { textsOf } from './row-texts.ts';

export type Judged = { ok: true; row: ReadRow; bureau_id: number } | { ok: false; faults: Fault[] };

/** Judges the rows of one file one after the other; the dry run and the import say the same of each. */
export async function judgeOf(
  columns: readonly string[],
): Promise<(row: TableRow) => Promise<Judged>> {
  const codes = await codeTables(db);
  const agrees = agreement();
  const bureauOf = rememberedBureaus(db);
  return async ({ row, cells }) => {
    const texts = textsOf(cells, columns);
    const result = readRow(texts, codes);
    if (!result.ok) return result;
    const { province_code } = result.row;
    const bureau = await bureauOf(province_code);
    const faults = agrees(row, texts, result.row);
    if (!bureau) faults.push(noBureau(province_code, texts.service_icp_number !== ''));
    if (!bureau || faults.length > 0) return { ok: false, faults };
    return { ok: true, row: result.row, bureau_id: bureau.id };
  };
}

function noBureau(province_code: string, hasService: boolean): Fault {
  const field: FieldKey = hasService ? 'service_icp_number' : 'entity_icp_number';
  return {
    field,
    message: `还没有设置${provinceName(province_code)}的管局接口，这个省的备案导不进来`,
  };
}

function rememberedBureaus(db: Db): (province_code: string) => Promise<Bureau | undefined> {
  const known = new Map<string, Bureau | undefined>();
  return async (code) => {
    if (!known.has(code)) known.set(code, await bureauForProvince(db, code));
    return known.get(code);
  };
}

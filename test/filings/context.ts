import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { FilingForm } from '../../src/filings/forms.ts';
import { provinceRules } from '../../src/filings/provinces/index.ts';
import type { CheckContext, CodeTables } from '../../src/filings/rules/index.ts';

const folder = new URL('../../seeds/data/', import.meta.url);
const Table = z.object({
  table: z.string(),
  rows: z.array(
    z
      .object({
        id: z.string(),
        name: z.string(),
        extra: z.record(z.string(), z.unknown()).default({}),
      })
      .strict(),
  ),
});

/** The code tables the product starts with. */
export const codeTables: CodeTables = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => Table.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))))
    .map(({ table, rows }) => [table, rows]),
);

/** What a form of its province is checked against, on a fixed day. */
export function contextFor(form: FilingForm, changes: Partial<CheckContext> = {}): CheckContext {
  return {
    today: '2026-03-16',
    province: provinceRules(form.entity.province_code),
    provider: { ip_ranges: [] },
    codes: codeTables,
    ...changes,
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type CodeRow, storeCodeTable } from '../src/bureau/code-tables.ts';
import type { Db } from '../src/platform/db.ts';

const folder = new URL('./data/', import.meta.url);
const CodeFile = z.object({
  table: z.string().regex(/^[a-z_]{1,50}$/),
  rows: z
    .array(
      z.object({
        id: z.string().min(1),
        name: z.string().min(1),
        extra: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1),
});

/** Loads every code table of seeds/data. Running it again changes nothing; a changed file is a new version. */
export async function loadCodeTables(db: Db): Promise<{ loaded: string[] }> {
  const loaded: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const { table, rows } = CodeFile.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
    const plain = rows.map((row): CodeRow => {
      const { id, name, extra } = row;
      return extra ? { id, name, extra } : { id, name };
    });
    if (await storeCodeTable(db, table, plain, { source: 'seed' })) loaded.push(table);
  }
  return { loaded };
}

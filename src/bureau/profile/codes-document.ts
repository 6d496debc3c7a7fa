import { readFileSync } from 'node:fs';
import { z } from 'zod';

// What a bureau's interface calls the results of data processing, where V3.0 calls them otherwise or not at all.

const OFFICIAL_FILE = new URL('../../../seeds/profiles/v3.0-codes.json', import.meta.url);

/** The result codes of V3.0 (1001–5999) with their official text. */
export const OFFICIAL_CODES: ReadonlyMap<string, string> = new Map(
  Object.entries(
    z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(OFFICIAL_FILE, 'utf8'))),
  ),
);

/** A field of a filing; `{service}`, `{domain}` and `{ip}` stand for every row, '' for the whole of it. */
const place = z
  .string()
  .regex(
    /^$|^[a-z0-9_]+(\.([a-z0-9_]+|\{(service|domain|ip)\}))*$/,
    '字段路径写法不对，例如 entity.name',
  );

const SAME = '请填写相当于 V3.0 的哪个代码，或者写明含义';

const Code = z
  .strictObject({
    /** The code of V3.0 that says the same: rules and words are those of that code. */
    means: z
      .string()
      .refine((code) => OFFICIAL_CODES.has(code), 'V3.0 没有这个代码')
      .optional(),
    /** In its own words: for a code that V3.0 has nothing like. */
    meaning: z.string().min(1).max(200).optional(),
    advice: z.string().max(300).optional(),
    /** It must be mended, or is a reminder. */
    severity: z.enum(['must', 'remind']).optional(),
    who: z.enum(['customer', 'us']).optional(),
    paths: z.array(place).max(20).optional(),
  })
  .refine((code) => code.means !== undefined || code.meaning !== undefined, {
    message: SAME,
    path: ['means'],
  });

/** Code of the interface → what it means. A code that is not here means what it means in V3.0. */
export const CodesSchema = z.record(z.string().regex(/^\d{1,6}$/, '代码为 1 至 6 位数字'), Code);

export type Codes = z.output<typeof CodesSchema>;

import { z } from 'zod';

/** As many as one can look at on a page. */
export const MOST_AT_ONCE = 20;

const No = z.string().regex(/^BA[0-9A-Z]{16}$/);
const Seen = z.string().regex(/^BA[0-9A-Z]{16}:\d{1,9}$/);
const several = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (sent) => [...new Set([sent ?? []].flat())],
    z.array(one).max(MOST_AT_ONCE, `一次最多 ${MOST_AT_ONCE} 件，请少选一些`),
  );

/** The filings that were ticked in the queue. */
export const Picked = z.object({
  filing_nos: several(No).refine((nos) => nos.length > 0, '请先勾选备案'),
});

/** Filings with the version that was looked at: "BA…:12". */
export const PickedSeen = z.object({
  seen: several(Seen).transform((texts) =>
    texts.map((text) => {
      const [filing_no = '', version = ''] = text.split(':');
      return { filing_no, version: Number(version) };
    }),
  ),
});

export interface SeenFiling {
  filing_no: string;
  version: number;
}

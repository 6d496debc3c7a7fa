import { z } from 'zod';
import type { TransferRow } from './tables.ts';

const count = z.number().int().default(0);

/** What an import has done so far, row by row; of a dry run only how many different entities and services there are. */
const Counts = z.object({
  entities: count,
  services: count,
  entity_new: count,
  entity_changed: count,
  entity_same: count,
  entity_joined: count,
  entity_official: count,
  service_new: count,
  service_changed: count,
  service_same: count,
  service_joined: count,
  service_official: count,
  /** Rows whose entity belongs to the customer they name, to another one, and to nobody we know. */
  owned: count,
  others: count,
  unowned: count,
});
export type Counts = z.output<typeof Counts>;

export function countsOf({ counts_json }: Pick<TransferRow, 'counts_json'>): Counts {
  return Counts.parse(JSON.parse(counts_json));
}

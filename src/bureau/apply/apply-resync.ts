import type { Db } from '../../platform/db.ts';
import { collectResync } from '../registry/resyncs.ts';
import type { Part } from '../wire/download-data.ts';
import { ALL_TAKEN, type Applied, type Source } from './source.ts';

/** SJTB: a full list changes nothing by itself; an operator sees what it would change, and confirms. */
export async function applyResync(trx: Db, source: Source, part: Part): Promise<Applied> {
  await collectResync(trx, source.download, part);
  return ALL_TAKEN;
}

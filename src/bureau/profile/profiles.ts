import type { Db } from '../../platform/db.ts';
import type { BureauRow } from '../tables.ts';
import type { ProfileDocument } from './document.ts';
import { shippedProfile } from './read.ts';

let shipped: ProfileDocument | undefined;

/** How this bureau's interface is spoken. */
export async function profileOf(_db: Db, _bureau: BureauRow): Promise<ProfileDocument> {
  shipped ??= shippedProfile();
  return shipped;
}

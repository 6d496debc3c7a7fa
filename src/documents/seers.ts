import type { SignedIn } from '../accounts/index.ts';
import type { DocumentRow } from './tables.ts';

type MaySee = (user: SignedIn, document: DocumentRow) => Promise<boolean>;
const rules: MaySee[] = [];

/** A slice whose people look at pictures of others says who of them may see which one, and when. */
export function allowToSee(rule: MaySee): void {
  rules.push(rule);
}

/** The owner may, and a program of his that may file; anybody else only when a slice has a reason for it now. */
export async function maySee(user: SignedIn, document: DocumentRow): Promise<boolean> {
  if (document.owner_id === user.id) return user.via === 'session' || user.may('filing.file');
  for (const rule of rules) if (await rule(user, document)) return true;
  return false;
}

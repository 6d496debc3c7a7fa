import { allowToSee } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { openForm } from '../drafts/draft.ts';
import { documentsIn } from '../drafts/own-documents.ts';
import { heldBy } from '../steps/claim-review.ts';

// A picture of a customer's is open to the reviewer who has claimed a filing that names it, as long as he has it.
// Everybody else says why first: pages/reveal.ts.
allowToSee(async (user, { no, owner_id }) => {
  if (!user.may('filing.review')) return false;
  const held = await heldBy(db, user.id, owner_id);
  return held.some((row) => documentsIn(openForm(row)).has(no));
});

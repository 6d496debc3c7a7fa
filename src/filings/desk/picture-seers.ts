import { allowToSee } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { isAgentOf } from '../agents/scope.ts';
import { openForm } from '../drafts/draft.ts';
import { documentsIn } from '../drafts/own-documents.ts';
import { heldBy } from '../steps/claim-review.ts';

// A picture of a customer's is open to the reviewer or agent who has claimed a filing that names it, as long as he has it.
// Everybody else says why first: pages/reveal.ts.
allowToSee(async (user, { no, owner_id }) => {
  const held = [
    ...(user.may('filing.review') ? await heldBy(db, user.id, owner_id) : []),
    ...(user.may('filing.agent') && (await isAgentOf(db, user.id, owner_id))
      ? await heldBy(db, user.id, owner_id, 'agent_review')
      : []),
  ];
  return held.some((row) => documentsIn(openForm(row)).has(no));
});

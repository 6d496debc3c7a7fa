import { SYSTEM } from '../../audit/index.ts';
import { type Db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { beginning } from '../begin/begin-request.ts';
import type { FilingForm } from '../forms.ts';
import { changedFields } from '../kinds/changes.ts';
import { check } from '../pages/checks.ts';
import { insertFiling } from '../steps/create-filing.ts';
import { passReviewed } from '../steps/review-filing.ts';
import { enterReview } from '../steps/submit-filing.ts';
import { type Move, moved } from './read-moves.ts';

/** What became of one entity: a change on its way, or why not. */
export type Outcome = { filing_no: string } | { words: string };

/**
 * Puts a change of one entity's addresses on its way to the bureau: nobody has to review what the provider says of its
 * own network. `also` runs in the same transaction. `by`: whose it is when it is no customer's.
 */
export async function moveEntity(
  entity_no: string,
  moves: readonly Move[],
  by: number,
  also: (trx: Db, outcome: Outcome) => Promise<void>,
): Promise<void> {
  const refuse = (words: string) => inTransaction((trx) => also(trx, { words }));
  try {
    const { form, owner } = await beginning({ kind: 'change', entity_no });
    const shall = withMoves(form, moves);
    if (changedFields(shall).length === 0) return await refuse('没有要改的地址：可能已经改过');
    const faults = (await check(shall)).filter(
      ({ path, severity }) => severity === 'reject' && /\.access\./.test(path),
    );
    if (faults[0]) return await refuse(faults[0].message);
    await inTransaction(async (trx, after) => {
      const customer = { id: owner ?? by, actor: SYSTEM };
      const { id, filing_no } = await insertFiling(trx, customer, shall, 'moved');
      await enterReview(trx, customer, await rowOf(trx, id), shall);
      await passReviewed(trx, after, await rowOf(trx, id), '批量变更 IP，由服务商发起');
      await also(trx, { filing_no });
    });
  } catch (error) {
    if (isDuplicate(error)) return await refuse('这个主体或域名有申请在办，办完后再试');
    if (!(error instanceof UserError)) throw error;
    await refuse(error.message);
  }
}

async function rowOf(trx: Db, id: number) {
  const row = await trx('filings').where({ id }).first();
  if (!row) throw new Error(`no filing ${id}`);
  return row;
}

function withMoves(form: FilingForm, moves: readonly Move[]): FilingForm {
  const services = form.services.map((service) => {
    const ips = service.access.ips.map((range) => {
      const shall = moved(range, moves);
      if (shall) return shall;
      const words = `网站“${service.name}”的地址段 ${range.first}–${range.last} 只有一部分要改，请单独办理变更`;
      throw new UserError('unprocessable', words);
    });
    return { ...service, access: { ...service.access, ips } };
  });
  return { ...form, services };
}

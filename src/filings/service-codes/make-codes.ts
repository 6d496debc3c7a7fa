import type { Actor } from '../../audit/index.ts';
import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { newCode, sealedCode } from './code.ts';
import type { ServiceCodeBatchRow } from './tables.ts';

const CHUNK = 500;

export interface CodeTerms {
  label: string;
  max_uses: number;
  valid_until: Date | null;
  /** Whose they are; null: whoever has one may use it. */
  customer_id: number | null;
}

/** Makes so many new codes on the same terms; gives the number of their batch. */
export async function makeCodes(actor: Actor, amount: number, terms: CodeTerms): Promise<string> {
  const codes = Array.from({ length: amount }, () => ({ ...terms, code: newCode() }));
  return inTransaction((trx) => keepCodes(trx, actor, 'made', terms.label, codes));
}

/** Takes codes that were made elsewhere. Throws UserError conflict when one of them is known already; then none is kept. */
export async function importCodes(
  actor: Actor,
  label: string,
  codes: readonly (CodeTerms & { code: string })[],
): Promise<string> {
  try {
    return await inTransaction((trx) => keepCodes(trx, actor, 'imported', label, codes));
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const message = '里面有已经在系统里的服务号，一个也没有导入；请去掉后再导入';
    throw new UserError('conflict', message, { codes: message });
  }
}

/** In the transaction of whoever grants them. */
export async function keepCodes(
  trx: Db,
  actor: Actor,
  source: ServiceCodeBatchRow['source'],
  label: string,
  codes: readonly (CodeTerms & { code: string })[],
): Promise<string> {
  const batch_no = publicNo('FP');
  const made_at = now();
  const [batch_id] = await trx('service_code_batches').insert({
    ...{ batch_no, source, label, amount: codes.length, made_at },
  });
  if (batch_id === undefined) throw new Error('no id for a new batch');
  const rows = codes.map(({ code, ...terms }) => ({
    ...{ ...terms, batch_id, made_at },
    ...sealedCode(publicNo('FH'), code),
  }));
  await trx.batchInsert('service_codes', rows, CHUNK);
  const amount = codes.length;
  await record(trx, actor, `service_code.${source}`, `service_codes:${batch_no}`, { amount });
  return batch_no;
}

import './tables.ts';
import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import type { FilingRow } from '../tables.ts';
import { indexOf, plainCode } from './code.ts';
import { serviceCodesSetting } from './settings.ts';
import type { ServiceCodeRow } from './tables.ts';

type Filing = Pick<FilingRow, 'id' | 'filing_no' | 'kind'>;
type Customer = { id: number; actor: Actor };

/** Whether this filing still has to name a service code before it is handed in. */
export async function needsCode(db: Db, filing: Pick<FilingRow, 'id' | 'kind'>): Promise<boolean> {
  const { needed } = await readSetting(serviceCodesSetting);
  if (needed === 'never' || (needed === 'first' && filing.kind !== 'initial')) return false;
  return !(await heldUse(db, filing.id));
}

/**
 * Spends one use of the code on the filing, in the transaction that hands it in: one conditional statement decides who
 * was first. A filing that holds a use keeps it. Throws UserError unprocessable, with the field `service_code`.
 */
export async function spendCode(
  trx: Db,
  customer: Customer,
  filing: Filing,
  typed: string,
): Promise<void> {
  if (await heldUse(trx, filing.id)) return;
  if (typed.trim() === '') {
    if (await needsCode(trx, filing)) throw refusal('请填写备案服务号');
    return;
  }
  const code_index = indexOf(plainCode(typed));
  const spent = await usable(trx, customer.id).where({ code_index }).increment('used', 1);
  const code = await trx('service_codes').where({ code_index }).first();
  if (spent !== 1 || !code) throw refusal(whyNot(code, customer.id));
  await trx('service_code_uses').insert({
    service_code_id: code.id,
    filing_id: filing.id,
    used_at: now(),
  });
  await record(trx, customer.actor, 'service_code.spent', `service_code:${code.code_no}`, {
    filing_no: filing.filing_no,
  });
}

/** Gives the use back, in the transaction that takes the filing back. */
export async function giveBackCode(
  trx: Db,
  actor: Actor,
  filing: Pick<FilingRow, 'id' | 'filing_no'>,
): Promise<void> {
  const use = await heldUse(trx, filing.id);
  if (!use) return;
  const given = await trx('service_code_uses')
    .where({ id: use.id })
    .whereNull('given_back_at')
    .update({ given_back_at: now() });
  if (given !== 1) return;
  await trx('service_codes').where({ id: use.service_code_id }).decrement('used', 1);
  const { filing_no } = filing;
  const code = await trx('service_codes').where({ id: use.service_code_id }).first('code_no');
  await record(trx, actor, 'service_code.given_back', `service_code:${code?.code_no}`, {
    filing_no,
  });
}

function heldUse(db: Db, filing_id: number) {
  return db('service_code_uses').where({ filing_id }).whereNull('given_back_at').first();
}

function usable(trx: Db, customer_id: number) {
  return trx('service_codes')
    .whereNull('voided_at')
    .whereRaw('used < max_uses')
    .where((query) => query.whereNull('valid_until').orWhere('valid_until', '>', now()))
    .where((query) => query.whereNull('customer_id').orWhere({ customer_id }));
}

/** Another's code is told as one that does not exist. */
function whyNot(code: ServiceCodeRow | undefined, customer_id: number): string {
  if (!code || (code.customer_id !== null && code.customer_id !== customer_id))
    return '备案服务号不正确，请核对后再填；在服务器的订单或控制台里可以找到';
  if (code.voided_at) return '这个备案服务号已作废，请联系客服';
  if (code.valid_until && code.valid_until <= now()) return '这个备案服务号已过期，请联系客服';
  return `这个备案服务号已用完（${code.max_uses} 次），请换一个`;
}

export const CODE_FIELD = 'service_code';

function refusal(message: string): UserError {
  return new UserError('unprocessable', message, { [CODE_FIELD]: message });
}

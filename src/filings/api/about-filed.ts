import { z } from 'zod';
import { entityByIcpNumber, serviceByIcpNumber } from '../../bureau/index.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { beginning } from '../begin/begin-request.ts';
import { ownerOf } from '../entities/owners.ts';
import type { FilingForm } from '../forms.ts';
import { ENDING } from '../kinds/names.ts';
import { type Given, laidOver } from './laid-over.ts';

const number = z.string('须为备案号').trim().max(60, '太长了');

/** What a program asks about something filed already, by the numbers that everybody can read. */
export const About = z.strictObject(
  {
    kind: z.enum(
      ['add_service', 'change', 'cancel_entity', 'cancel_service', 'drop_access', 'add_material'],
      '没有这一种申请；首次备案、新增网站和新增接入由系统判断，不用写 request',
    ),
    entity_icp_number: number.min(1, '请写明主体备案号'),
    service_icp_number: number.default(''),
  },
  { error: '只能有 kind、entity_icp_number、service_icp_number' },
);
export type About = z.output<typeof About>;

const SERVICE_NUMBER = 'request.service_icp_number';

/** Whose filed entity a request is about; undefined when nobody here has it. */
export async function ownerOfAbout({ entity_icp_number }: About): Promise<number | undefined> {
  const entity = await entityByIcpNumber(db, entity_icp_number);
  return entity && ownerOf(db, entity.entity_no);
}

/**
 * The form of a request about a filed entity of this customer's: the record as it is filed, with what was sent laid
 * over it; `faults` names what may not be sent with this kind. Throws 'not_found' for what is not his, 'conflict' for
 * what the bureau would refuse now.
 */
export async function formAbout(
  customer_id: number,
  about: About,
  given: Given,
): Promise<{ form: FilingForm; faults: FieldErrors }> {
  const entity = await entityByIcpNumber(db, about.entity_icp_number);
  const isHis = entity !== undefined && (await ownerOf(db, entity.entity_no)) === customer_id;
  const { entity_no } = must(isHis ? entity : undefined, '主体备案');
  const unfit = unfitting(about, given);
  if (unfit[SERVICE_NUMBER]) throw new UserError('unprocessable', '请检查标出的内容', unfit);
  const service_no = await serviceOf(entity_no, about.service_icp_number);
  const { form: filed } = await beginning({ kind: about.kind, entity_no, service_no });
  const { form, faults } = laidOver(filed, given);
  return { form, faults: { ...faults, ...unfit } };
}

async function serviceOf(entity_no: string, icp_number: string): Promise<string | undefined> {
  if (icp_number === '') return undefined;
  const service = await serviceByIcpNumber(db, icp_number);
  return must(service?.entity_no === entity_no ? service : undefined, '网站备案').service_no;
}

/** What a request of this kind cannot carry, or cannot be without. */
function unfitting({ kind, service_icp_number }: About, given: Given): FieldErrors {
  const faults: FieldErrors = {};
  const needsService = kind === 'cancel_service' || kind === 'drop_access';
  if (needsService && service_icp_number === '')
    faults[SERVICE_NUMBER] = '请写明是哪个网站：它的网站备案号';
  const changesNothing = ENDING.includes(kind) || kind === 'add_material';
  if (given.entity !== undefined && kind !== 'change')
    faults['entity'] = '主体信息以管局的记录为准；要改请提交 kind 为 change 的申请';
  if (given.services !== undefined && changesNothing)
    faults['services'] = '这种申请不改网站信息，请去掉这一项';
  if (given.ending !== undefined && !ENDING.includes(kind))
    faults['ending'] = '只有注销和取消接入要写原因，请去掉这一项';
  return faults;
}

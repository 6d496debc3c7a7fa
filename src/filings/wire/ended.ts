import type { RecordContent } from '../../bureau/index.ts';
import { must, UserError } from '../../platform/errors.ts';
import { filedRecord } from '../entities/filed-record.ts';
import type { FilingForm } from '../forms.ts';

type Cancelled = RecordContent['cancel_entity'];

/** What goes, by the bureau's number for it, and why. */
export function cancelled(form: FilingForm): Cancelled {
  const { entity, services, kind } = form.request;
  const bureau_id =
    kind === 'cancel_entity' ? entity.bureau_id : must(services[0], '网站').bureau_id;
  return { bureau_id, reason: form.ending.reason, remark: form.ending.remark };
}

/** Our access to the website of the form, as the newest record has it. */
export async function droppedAccess(form: FilingForm): Promise<Cancelled> {
  const { entity, services } = form.request;
  const record = await filedRecord(entity.no);
  const asked = record?.services.find(({ service_no }) => service_no === services[0]?.no);
  const access = asked?.own[0];
  if (!access) throw new UserError('conflict', '我们对这个网站已经没有接入，不用再取消');
  return { ...cancelled(form), bureau_id: access.bureau_id };
}

import { UserError } from '../../platform/errors.ts';
import { withField } from '../drafts/fields.ts';
import type { FilingForm } from '../forms.ts';
import { changedFields } from '../kinds/changes.ts';
import { type FiledService, filedRecord } from './filed-record.ts';
import { formOfRecord } from './form-of-record.ts';

const LEADER = /^services\.(\d+)\.leader\b/;

/**
 * A change laid over the record as the bureau has it now: what is changed stays changed, all else follows the record.
 * Throws 'conflict' when what is to be changed is filed no more.
 */
export async function rebased(form: FilingForm): Promise<FilingForm> {
  const { entity, services: asked } = form.request;
  const record = await filedRecord(entity.no);
  if (!record) throw new UserError('conflict', '管局已没有这份备案的记录，不能变更');
  const services = asked.map(({ no, icp_number }): FiledService => {
    const found = record.services.find(({ service_no }) => service_no === no);
    if (!found) throw new UserError('conflict', `${icp_number || '网站'}的备案已注销，不能变更`);
    return found;
  });
  const fresh = formOfRecord(record, services, form);
  const { materials, consents, ending } = form;
  return changedFields(form).reduce(
    (next, { path, shall }) => {
      const service = LEADER.exec(path)?.[1];
      return service === undefined
        ? withField(next, path, shall)
        : withLeader(next, form, Number(service));
    },
    withOurs({ ...fresh, materials, consents, ending }, form),
  );
}

function withLeader(next: FilingForm, form: FilingForm, index: number): FilingForm {
  const services = next.services.map((service, n) => {
    const typed = form.services[n];
    if (n !== index || !typed) return service;
    return { ...service, leader: typed.leader, leader_same: typed.leader_same };
  });
  return { ...next, services };
}

/** What only we hold, the dates of papers and numbers for emergencies, is as it was typed. */
function withOurs(fresh: FilingForm, form: FilingForm): FilingForm {
  const { id_valid_until, leader } = form.entity;
  const own = ({ id_valid_until, emergency_mobile }: typeof leader) => ({
    id_valid_until,
    emergency_mobile,
  });
  const services = fresh.services.map((service, n) => ({
    ...service,
    leader: { ...service.leader, ...own(form.services[n]?.leader ?? service.leader) },
  }));
  const entity = {
    ...fresh.entity,
    id_valid_until,
    leader: { ...fresh.entity.leader, ...own(leader) },
  };
  return { ...fresh, entity, services };
}

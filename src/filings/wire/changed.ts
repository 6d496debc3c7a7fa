import type { RecordContent } from '../../bureau/index.ts';
import { must, UserError } from '../../platform/errors.ts';
import { type FiledService, filedRecord } from '../entities/filed-record.ts';
import type { FilingForm, ServiceForm } from '../forms.ts';
import { attachments, type Picture } from './attachments.ts';
import { approvals, leaderFor } from './initial.ts';

type Change = RecordContent['change_service'];
type Changed = Change['services'][number];

/** The whole record as it shall be: a change sends also what stays. Throws 'conflict' when it is filed no more. */
export async function change(form: FilingForm, picture: Picture): Promise<Change> {
  const { entity: asked } = form.request;
  const record = await filedRecord(asked.no);
  if (!record) throw new UserError('conflict', '管局已没有这份备案的记录，不能变更');
  const services: Changed[] = [];
  for (const [n, service] of form.services.entries()) {
    const { no } = must(form.request.services[n], '网站');
    const filed = record.services.find((one) => one.service_no === no);
    if (!filed) throw new UserError('conflict', `网站“${service.name}”的备案已注销，不能变更`);
    services.push(await changed(form, service, filed, picture));
  }
  const { bureau_id, icp_number } = record.entity;
  return {
    entity: { ...form.entity, bureau_id, icp_number },
    services,
    attachments: await attachments(form, picture),
  };
}

async function changed(
  form: FilingForm,
  service: ServiceForm,
  filed: FiledService,
  picture: Picture,
): Promise<Changed> {
  const known = new Map(filed.domains.map((one) => [one.domain, one.bureau_id]));
  return {
    ...service,
    leader: leaderFor(form, service),
    bureau_id: filed.bureau_id,
    icp_number: filed.icp_number,
    prior_approvals: withFiledPapers(await approvals(service, picture), filed),
    domains: service.domains.map((domain) => {
      const bureau_id = known.get(domain);
      return bureau_id ? { domain, bureau_id } : { domain };
    }),
    accesses: accessesOf(service, filed),
  };
}

/** The form shows the first access of ours; others of ours stay as they are. */
function accessesOf({ access }: ServiceForm, { own }: FiledService): Changed['accesses'] {
  return own.map((filed, n) => {
    if (n > 0) return filed;
    const numbers = new Map(filed.ips.map((ip) => [`${ip.first}-${ip.last}`, ip.bureau_ip_id]));
    const ips = access.ips.map(({ first, last }) => {
      const bureau_ip_id = numbers.get(`${first}-${last || first}`);
      return { first, last: last || first, ...(bureau_ip_id ? { bureau_ip_id } : {}) };
    });
    return {
      bureau_id: filed.bureau_id,
      methods: access.methods,
      locations: access.locations,
      ips,
    };
  });
}

/** An approval that stays goes with the papers that the bureau has of it. */
function withFiledPapers(all: Awaited<ReturnType<typeof approvals>>, filed: FiledService) {
  return all.map((one) => {
    if (one.pictures.length > 0) return one;
    const same = filed.prior_approvals.find(
      ({ type, number }) => type === one.type && number === one.number,
    );
    return { ...one, pictures: same?.pictures ?? [] };
  });
}

import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { code, filingPassword, givenId, icpNumber, optionalGivenId } from './fields.ts';
import { defineKind, type NumberedPart } from './kind.ts';
import {
  accessFields,
  attachments,
  domain,
  entityFields,
  languages,
  ownersExist,
  type RangePart,
  ranges,
  serviceFields,
} from './parts.ts';
import {
  addressXml,
  attachmentXml,
  certificateXml,
  contentXml,
  type IdOf,
  languagesXml,
  passwordXml,
  personXml,
  placeXml,
  rangeXml,
} from './parts-xml.ts';

const ChangedEntity = z.object({
  ...entityFields,
  // Whatever the newer tables hold: for a change the schema of V3.0 ends here.
  id_type: code(1, 11, '变更备案只接受编号 1 至 11 的证件类型（接口 V3.0），请联系管局办理'),
  bureau_id: givenId,
  icp_number: icpNumber,
});

const ChangedService = z.object({
  ...serviceFields,
  languages,
  bureau_id: givenId,
  icp_number: icpNumber,
  /** Without a number of the bureau: a domain that is added. */
  domains: z.array(z.object({ domain, bureau_id: optionalGivenId })).min(1, '请至少填写一个域名'),
  /** Our own accesses, all of them. */
  accesses: z
    .array(z.object({ ...accessFields, bureau_id: givenId, ips: ranges }))
    .min(1, '请至少填写一个接入'),
});
type ChangedService = z.output<typeof ChangedService>;

/** A change sends the whole record of the entity and of the services concerned, as it shall be. */
const Change = z
  .object({
    entity: ChangedEntity,
    services: z.array(ChangedService).min(1, '请至少填写一个网站'),
    attachments,
    filing_password: filingPassword,
  })
  .superRefine(ownersExist);
type Change = z.output<typeof Change>;

const domainPath = (index: number, domain: string) => `services.${index}.domains.${domain}`;
const ipPath = (index: number, access: number, { first, last }: RangePart) =>
  `services.${index}.accesses.${access}.ips.${first}-${last}`;

function serviceParts({ domains, accesses }: ChangedService, index: number): NumberedPart[] {
  return [
    ...domains.map(({ domain, bureau_id }) => ({
      path: domainPath(index, domain),
      given_id: bureau_id,
    })),
    ...accesses.flatMap(({ ips }, access) =>
      ips.map((range) => ({ path: ipPath(index, access, range), given_id: range.bureau_ip_id })),
    ),
  ];
}

/** 变更主体、变更服务、变更接入: one operation on the wire; our kind says what the customer asked for. */
const change = (word: string) =>
  defineKind({
    word,
    element: 'BGBA',
    operation: 'change',
    // The bureau's yes is the end: the record it publishes carries no number of this request.
    ends: 'data_result',
    schema: Change,
    parts: ({ services }) => services.flatMap(serviceParts),
    marks: ({ entity, services }) =>
      [entity, ...services].flatMap(({ bureau_id, icp_number }) => [bureau_id, icp_number]),
    xml: ({ entity, services, attachments, filing_password }, { idOf, codes }) => {
      const owners = {
        entity: leaf('Jlid', entity.bureau_id),
        services: services.map(({ bureau_id }) => leaf('Jlid', bureau_id)),
      };
      return group(
        'Bgxx',
        entityXml(entity),
        ...services.map((service, index) => serviceXml(service, index, idOf)),
        ...attachments.map((attachment) => attachmentXml(attachment, owners, codes)),
        filing_password ? passwordXml(filing_password) : '',
      );
    },
  });
export const changeEntity = change('变更主体');
export const changeService = change('变更互联网信息服务');
export const changeAccess = change('变更接入');

function entityXml(entity: Change['entity']): string {
  return group(
    'Zt_xx',
    leaf('Ztid', entity.bureau_id),
    leaf('Dwmc', entity.name),
    leaf('Baxh', entity.icp_number),
    leaf('Dwxz', entity.kind),
    leaf('Tzr', entity.investor),
    addressXml(entity),
    certificateXml(entity),
    group('Fzr', personXml(entity.leader)),
    leaf('Bz', entity.remark),
  );
}

function serviceXml(service: ChangedService, index: number, idOf: IdOf): string {
  const domains = service.domains.map(({ domain, bureau_id }) =>
    group(
      'Ym_xx',
      leaf('IspYmid', idOf(domainPath(index, domain))),
      leaf('Ymid', bureau_id),
      leaf('Ym', domain),
    ),
  );
  return group(
    'Wz_xx',
    leaf('Wzid', service.bureau_id),
    leaf('Wzmc', service.name),
    contentXml(service),
    languagesXml(service.languages),
    ...domains,
    ...service.accesses.map((access, n) =>
      accessXml(access, (range) => idOf(ipPath(index, n, range))),
    ),
    group('Wz_Fzr', personXml(service.leader)),
    leaf('Baxh', service.icp_number),
    leaf('Syurl', service.home_url),
    leaf('Wz_Bz', service.remark),
  );
}

function accessXml(
  access: ChangedService['accesses'][number],
  idOf: (range: RangePart) => number,
): string {
  const ips = access.ips.map((range) =>
    rangeXml(range, leaf('IspIpid', idOf(range)), leaf('Ipid', range.bureau_ip_id)),
  );
  return group('Jr_xx', leaf('Jrid', access.bureau_id), placeXml(access), ...ips);
}

import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { day, givenId, optional, optionalCode, text } from './fields.ts';
import { defineKind } from './kind.ts';
import {
  accessFields,
  CheckedLeader,
  domain,
  entityFields,
  NumberedRange,
  serviceFields,
} from './parts.ts';
import {
  addressXml,
  certificateXml,
  contentXml,
  personXml,
  placeXml,
  REPORTED_BY_PROVIDER,
  rangeXml,
} from './parts-xml.ts';

const CheckedService = z.object({
  ...serviceFields,
  bureau_id: givenId,
  leader: CheckedLeader,
  domains: z.array(z.object({ domain, bureau_id: givenId })).min(1, '缺少域名'),
  accesses: z
    .array(
      z.object({
        ...accessFields,
        bureau_id: givenId,
        ips: z.array(NumberedRange).min(1, '缺少 IP'),
      }),
    )
    .min(1, '缺少接入'),
});
type CheckedService = z.output<typeof CheckedService>;

/** What was found when a record was checked at the bureau's request (HSRW): the record as it came, and an opinion. */
const CheckAnswer = z.object({
  passed: z.boolean(),
  checker: text(1, 128),
  checked_on: day,
  opinion: text(1, 1024),
  faults: optional(1, 4000),
  entity: z.object({ ...entityFields, kind: optionalCode(1, 999), bureau_id: givenId }),
  services: z.array(CheckedService).min(1, '缺少网站'),
});
type Entity = z.output<typeof CheckAnswer>['entity'];

const PASSED = '0';
const REFUSED = '1';

/** 核实任务反馈. The bureau takes it in without a word. */
export const checkAnswer = defineKind({
  word: '核实任务反馈',
  element: 'HSJG',
  operation: 'check_answer',
  ends: 'accepted',
  schema: CheckAnswer,
  parts: () => [],
  marks: ({ entity }) => [entity.bureau_id],
  xml: ({ passed, checker, checked_on, opinion, faults, entity, services }, { unit_id }) =>
    group(
      'Hsjgxx',
      leaf('Hsjg', passed ? PASSED : REFUSED),
      leaf('Hsrxm', checker),
      leaf('Hssj', checked_on),
      leaf('Bbdw', unit_id),
      leaf('Hsyj', opinion),
      leaf('Cwxx', faults),
      group('Baxx', entityXml(entity), ...services.map(serviceXml)),
    ),
});

function entityXml(entity: Entity): string {
  return group(
    'Zt_xx',
    leaf('Ztid', entity.bureau_id),
    leaf('Dwmc', entity.name),
    leaf('Dwxz', entity.kind),
    addressXml(entity),
    leaf('Tzr', entity.investor),
    certificateXml(entity),
    group('Fzr', personXml(entity.leader, 'sjhm')),
    leaf('Bz', entity.remark),
  );
}

function serviceXml(service: CheckedService): string {
  return group(
    'Wz_xx',
    leaf('Wzid', service.bureau_id),
    leaf('Wzmc', service.name),
    contentXml(service),
    ...service.domains.map(({ domain, bureau_id }) =>
      group('Ym_xx', leaf('Ymid', bureau_id), leaf('Ym', domain)),
    ),
    ...service.accesses.map(accessXml),
    group('Wz_Fzr', personXml(service.leader, 'sjhm')),
    leaf('Syurl', service.home_url),
    leaf('Wz_Bz', service.remark),
  );
}

function accessXml(access: CheckedService['accesses'][number]): string {
  return group(
    'Jr_xx',
    leaf('Jrid', access.bureau_id),
    placeXml(access),
    ...access.ips.map((range) => rangeXml(range, leaf('Ipid', range.bureau_ip_id))),
    leaf('Bbfs', REPORTED_BY_PROVIDER),
  );
}

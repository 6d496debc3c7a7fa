import type { ATTACHMENT_USES, WireFiling } from '../records/initial-filing.ts';
import { encodeGbk } from './gbk.ts';
import { toUint32 } from './ipv4.ts';
import { group, leaf, leaves } from './xml-write.ts';

export type AttachmentUse = (typeof ATTACHMENT_USES)[number];

/** The bureau's codes for pictures, from the tables it sends. */
export interface AttachmentCodes {
  format: string;
  /** `owner`: whom pictures of that use must belong to, when the table says so. */
  codeOf(use: AttachmentUse): { code: string; owner: 'entity' | 'service' | undefined };
}

/** Our stable number for a part of the filing. */
export type IdOf = (path: string) => number;

const ENTITY = '1';
const SERVICE = '2';
/** 代为报备: the provider reports for its customer. */
const REPORTED_BY_PROVIDER = '1';

/** Where each part of a filing that needs a number of ours stands. */
export function numberedPaths(filing: WireFiling): string[] {
  return [
    'entity',
    ...filing.services.flatMap((service, index) => [
      servicePath(index),
      ...service.domains.map((domain) => domainPath(index, domain)),
      accessPath(index),
      ...service.access.ips.map((range) => ipPath(index, range)),
    ]),
  ];
}

type Service = WireFiling['services'][number];
type Range = Service['access']['ips'][number];
const servicePath = (index: number) => `services.${index}`;
const accessPath = (index: number) => `services.${index}.access`;
const domainPath = (index: number, domain: string) => `services.${index}.domains.${domain}`;
const ipPath = (index: number, { first, last }: Range) =>
  `services.${index}.access.ips.${first}-${last}`;

/** One `Baxx` of 新增备案, in the order of the official tree. */
export function initialFilingXml(filing: WireFiling, idOf: IdOf, codes: AttachmentCodes): string {
  const { entity, services, attachments } = filing;
  return group(
    'Baxx',
    entityXml(entity, idOf),
    ...services.map((service, index) => serviceXml(service, index, idOf)),
    ...attachments.map((attachment) => attachmentXml(attachment, idOf, codes)),
  );
}

function entityXml(entity: WireFiling['entity'], idOf: IdOf): string {
  return group(
    'Zt_xx',
    leaf('IspZtid', idOf('entity')),
    leaf('Dwmc', entity.name),
    leaf('Dwxz', entity.kind),
    leaf('Tzr', entity.investor),
    group(
      'Txdz',
      leaf('Shengid', entity.province_code),
      leaf('Shiid', entity.city_code),
      leaf('Xianid', entity.county_code),
      leaf('Xxdz', entity.mailing_address),
    ),
    group(
      'Zj',
      leaf('Zjlx', entity.id_type),
      leaf('Zjhm', entity.id_number),
      leaf('Zjzs', entity.id_address),
    ),
    group('Fzr', personXml(entity.leader)),
    leaf('Bbfs', REPORTED_BY_PROVIDER),
    leaf('Bz', entity.remark),
  );
}

function personXml(person: Service['leader']): string {
  return [
    leaf('Fzr_xm', person.name),
    leaf('Fzr_dhhm', person.office_phone),
    leaf('Fzr_sjhm', person.mobile),
    leaf('Fzr_dzyj', person.email),
    leaf('Fzr_zjlx', person.id_type),
    leaf('Fzr_zjhm', person.id_number),
  ].join('');
}

function serviceXml(service: Service, index: number, idOf: IdOf): string {
  const approvals = service.prior_approvals.map(({ type, number, pictures }) =>
    group('Nrlx_xx', leaf('Nrlx_id', type), leaf('Qzsph', number), leaves('Spwj', pictures)),
  );
  const domains = service.domains.map((domain) =>
    group('Ym_xx', leaf('IspYmid', idOf(domainPath(index, domain))), leaf('Ym', domain)),
  );
  return group(
    'Wz_xx',
    leaf('IspWzid', idOf(servicePath(index))),
    leaf('Wzmc', service.name),
    group('Nrlx', ...approvals),
    group('Fwnr', leaves('Fwnr_id', service.content_types)),
    group('Yylb', leaves('Yylb_id', service.languages)),
    ...domains,
    accessXml(service, index, idOf),
    group('Wz_Fzr', personXml(service.leader)),
    leaf('Syurl', service.home_url),
    leaf('Wz_Bz', service.remark),
  );
}

function accessXml({ access }: Service, index: number, idOf: IdOf): string {
  const ranges = access.ips.map((range) =>
    group(
      'Ip_xx',
      leaf('IspIpid', idOf(ipPath(index, range))),
      leaf('Qsip', toUint32(range.first) ?? ''),
      leaf('Zzip', toUint32(range.last) ?? ''),
    ),
  );
  return group(
    'Jr_xx',
    leaf('IspJrid', idOf(accessPath(index))),
    group('Wzfb', leaves('Fbdd', access.locations)),
    group('Wzjrfs', leaves('Jrfs', access.methods)),
    ...ranges,
  );
}

function attachmentXml(
  { use, owner: given, jpeg }: WireFiling['attachments'][number],
  idOf: IdOf,
  { format, codeOf }: AttachmentCodes,
): string {
  const { code, owner } = codeOf(use);
  const isEntity = owner ? owner === 'entity' : given === 'entity';
  const path = isEntity ? 'entity' : servicePath(given === 'entity' ? 0 : given.service);
  return group(
    'Fj',
    group(
      'Fjxx',
      leaf('Fjwjgs', format),
      leaf('Fjyt', code),
      leaf('Fjnr', jpeg),
      group('Fjssdx', leaf('Ssdxlx', isEntity ? ENTITY : SERVICE), leaf('Ssdxbs', idOf(path))),
    ),
  );
}

/** The whole upload around records that were written (as GBK) before; `unit_id` is the provider's number at the bureau. */
export function uploadDocument(records: readonly Buffer[], unit_id: string): Buffer {
  const head = '<?xml version="1.0" encoding="GBK"?>\n<UploadData version="V.3.0"><ICP><XZBA>';
  const tail = `</XZBA>${leaf('Qqdwid', unit_id)}</ICP></UploadData>`;
  return Buffer.concat([encodeGbk(head), ...records, encodeGbk(tail)]);
}

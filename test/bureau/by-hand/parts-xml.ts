import { createHash } from 'node:crypto';
import { encodeGbk } from '../../../src/bureau/wire/gbk.ts';
import { toUint32 } from '../../../src/bureau/wire/ipv4.ts';
import { group, leaf, leaves } from '../../../src/bureau/wire/xml-write.ts';
import type { AttachmentPart, AttachmentUse, FiledPart, Person } from './parts.ts';

/** The bureau's codes for pictures, from the tables it sends. */
export interface AttachmentCodes {
  format: string;
  /** `owner`: whom pictures of that use must belong to, when the table says so. */
  codeOf(use: AttachmentUse): { code: string; owner: 'entity' | 'service' | undefined };
}

/** Our stable number for a part of the record. */
export type IdOf = (path: string) => number;

const ENTITY = '1';
const SERVICE = '2';
/** 代为报备: the provider reports for its customer. */
export const REPORTED_BY_PROVIDER = '1';

/** A leader. The record that answers a check calls the mobile `sjhm`. */
export function personXml(person: Person, mobile: 'Fzr_sjhm' | 'sjhm' = 'Fzr_sjhm'): string {
  return [
    leaf('Fzr_xm', person.name),
    leaf('Fzr_dhhm', person.office_phone),
    leaf(mobile, person.mobile),
    leaf('Fzr_dzyj', person.email),
    leaf('Msn', person.msn),
    leaf('Qq', person.qq),
    leaf('Fzr_zjlx', person.id_type),
    leaf('Fzr_zjhm', person.id_number),
  ].join('');
}

interface Address {
  province_code: string;
  city_code: string;
  county_code: string;
  mailing_address: string;
}

export function addressXml(entity: Address): string {
  return group(
    'Txdz',
    leaf('Shengid', entity.province_code),
    leaf('Shiid', entity.city_code),
    leaf('Xianid', entity.county_code),
    leaf('Xxdz', entity.mailing_address),
  );
}

interface Certificate {
  id_type: string;
  id_number: string;
  id_address: string;
}

export function certificateXml(entity: Certificate): string {
  return group(
    'Zj',
    leaf('Zjlx', entity.id_type),
    leaf('Zjhm', entity.id_number),
    leaf('Zjzs', entity.id_address),
  );
}

interface Content {
  content_types: string[];
  prior_approvals: { type: string; number: string; pictures: string[] }[];
}

/** Nrlx and Fwnr: what needs an approval, and what is offered. */
export function contentXml({ prior_approvals, content_types }: Content): string {
  const approvals = prior_approvals.map(({ type, number, pictures }) =>
    group('Nrlx_xx', leaf('Nrlx_id', type), leaf('Qzsph', number), leaves('Spwj', pictures)),
  );
  return group('Nrlx', ...approvals) + group('Fwnr', leaves('Fwnr_id', content_types));
}

export function languagesXml(languages: string[]): string {
  return group('Yylb', leaves('Yylb_id', languages));
}

/** Where the servers stand and how they are reached. */
export function placeXml({ locations, methods }: { locations: string[]; methods: string[] }) {
  return group('Wzfb', leaves('Fbdd', locations)) + group('Wzjrfs', leaves('Jrfs', methods));
}

/** Addresses under the numbers that this kind of record gives them. */
export function rangeXml(range: { first: string; last: string }, ...numbers: string[]): string {
  return group(
    'Ip_xx',
    ...numbers,
    leaf('Qsip', toUint32(range.first) ?? ''),
    leaf('Zzip', toUint32(range.last) ?? ''),
  );
}

/** How attachments name whom they belong to: what stands inside Ssdxbs. */
export interface Owners {
  entity: string | undefined;
  services: string[];
}

/** A filed part: by the bureau's number, else by its ICP number. */
export function filedXml({ bureau_id, icp_number }: FiledPart): string {
  return bureau_id ? leaf('Jlid', bureau_id) : leaf('Baxh', icp_number);
}

/** Fj: a picture belongs to whom the bureau's table says, else to whom it was given for. */
export function attachmentXml(
  attachment: AttachmentPart,
  owners: Owners,
  codes: AttachmentCodes,
): string {
  const { use, owner: given } = attachment;
  const wanted = codes.codeOf(use).owner ?? (given === 'entity' ? 'entity' : 'service');
  const service = owners.services[given === 'entity' ? 0 : given.service];
  const isEntity = owners.entity !== undefined && (wanted === 'entity' || service === undefined);
  const mark = (isEntity ? owners.entity : service) ?? '';
  return group('Fj', pictureXml(attachment, { isEntity, mark }, codes));
}

interface Picture {
  use: AttachmentUse;
  jpeg: string;
  remark: string;
}

/** Fjxx: one picture with its codes. */
export function pictureXml(
  { use, jpeg, remark }: Picture,
  { isEntity, mark }: { isEntity: boolean; mark: string },
  { format, codeOf }: AttachmentCodes,
): string {
  return group(
    'Fjxx',
    leaf('Fjwjgs', format),
    leaf('Fjyt', codeOf(use).code),
    leaf('Fjnr', jpeg),
    group('Fjssdx', leaf('Ssdxlx', isEntity ? ENTITY : SERVICE), group('Ssdxbs', mark)),
    leaf('Bz', remark),
  );
}

/** ICPmm: the MD5 of a filing password (its GBK bytes, as everywhere in the interface) in hexadecimal. */
export function passwordXml(password: string): string {
  return leaf('ICPmm', createHash('md5').update(encodeGbk(password)).digest('hex'));
}

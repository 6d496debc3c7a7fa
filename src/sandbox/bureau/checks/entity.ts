import { AREAS } from '../data/areas.ts';
import { CERTIFICATES, ENTITY_KINDS, has, PERSON } from '../data/tables.ts';
import type { EntityParts } from '../records.ts';
import type { Fields } from '../state.ts';
import { certificateCode } from './certificates.ts';
import { checkContact } from './contact.ts';
import { type Bench, type Finding, finding, unless } from './finding.ts';

/** Whether the entity is a person by its certificate. */
export const isPerson = ({ certificate }: Pick<EntityParts, 'certificate'>): boolean =>
  CERTIFICATES.some(([id, , kind]) => String(id) === certificate['Zjlx'] && kind === 5);

/** Entity: nature 1014, certificate 1008/1015, area 1019, leader 1009–1013/1044, blacklist 1065. */
export function checkEntity({ world }: Bench, entity: EntityParts): Finding[] {
  const { fields, address, certificate, leader } = entity;
  const unit = !isPerson(entity);
  const number = certificate['Zjhm'] ?? '';
  const blocked = world.state.blocked_certificates.includes(number);
  return [
    ...checkKind(fields['Dwxz'], unit),
    ...checkCertificate(certificate, fields['Dwxz']),
    ...unless(isArea(address), 1019, Object.values(address).slice(0, 3).join(' ')),
    ...unless(!unit || Boolean(leader['Fzr_xm']), 1044),
    ...(unit && !leader['Fzr_dhhm'] ? [finding(1010, '主体负责人办公电话为空')] : []),
    ...checkContact(leader),
    ...unless(!blocked, 1065),
  ];
}

function checkKind(kind: string | undefined, unit: boolean): Finding[] {
  if (!kind) return unless(!unit, 1014, '单位性质为空');
  return unless(has(ENTITY_KINDS, kind) && (kind === PERSON) !== unit, 1014, kind);
}

function checkCertificate({ Zjlx = '', Zjhm = '' }: Fields, kind?: string): Finding[] {
  const row = CERTIFICATES.find(([id]) => String(id) === Zjlx);
  if (!row || (kind && String(row[2]) !== kind)) return [finding(1008, `证件类型 ${Zjlx}`)];
  const code = certificateCode(Zjlx, Zjhm);
  return code ? [finding(code, Zjhm)] : [];
}

/** Codes that exist, and a city of that province, a county of that city. */
function isArea({ Shengid = '', Shiid = '', Xianid }: Fields): boolean {
  const city = AREAS.has(Shiid) && Shiid.slice(0, 2) === Shengid.slice(0, 2);
  // Some counties answer to the province itself: they stand under 90 and not under a city.
  const county =
    !Xianid ||
    (AREAS.has(Xianid) &&
      (Xianid.slice(0, 4) === Shiid.slice(0, 4) || Xianid.slice(2, 4) === '90'));
  return AREAS.has(Shengid) && Shengid.endsWith('0000') && city && county;
}

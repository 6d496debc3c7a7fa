import { CERTIFICATES, has } from '../data/tables.ts';
import type { Fields } from '../state.ts';
import { certificateCode } from './certificates.ts';
import { type Finding, finding, unless } from './finding.ts';

const OFFICE = /^0\d{2,3}-\d{7,8}(-\d{1,6})?$/;
const MOBILE = /^1[3-9]\d{9}$/;
const MAIL = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;
const QQ = /^[1-9]\d{4,11}$/;

/** Several values stand in one text, parted by semicolons. */
const all = (value: string | undefined, form: RegExp): boolean =>
  !value || value.split(';').every((one) => form.test(one.trim()));

/** A leader of an entity or a site: 1008–1013, 1015. `site` names the site in the words. */
export function checkContact(leader: Fields, site = ''): Finding[] {
  const { Fzr_dhhm, Fzr_sjhm, Fzr_dzyj, Msn, Qq, Fzr_zjlx, Fzr_zjhm } = leader;
  return [
    ...unless(all(Fzr_dhhm, OFFICE), 1010, Fzr_dhhm, site),
    ...unless(Boolean(Fzr_sjhm) && all(Fzr_sjhm, MOBILE), 1011, Fzr_sjhm, site),
    ...unless(Boolean(Fzr_dzyj) && all(Fzr_dzyj, MAIL), 1009, Fzr_dzyj, site),
    ...unless(all(Msn, MAIL), 1012, Msn, site),
    ...unless(all(Qq, QQ), 1013, Qq, site),
    ...checkCertificate(Fzr_zjlx, Fzr_zjhm, site),
  ];
}

/** A person's certificate; both parts or none. */
function checkCertificate(type = '', number = '', site: string): Finding[] {
  if (!type && !number) return [];
  if (!has(CERTIFICATES, type) || !number) return [finding(1008, `${type} ${number}`, site)];
  const code = certificateCode(type, number);
  return code ? [finding(code, number, site)] : [];
}

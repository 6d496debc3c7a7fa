import { fromUint32 } from './ipv4.ts';
import { comparableTime } from './times.ts';
import { child, children, textAt, type XmlNode } from './xml-read.ts';

/** A filed record as a bureau gives it, in the words of our forms; '' for what it left out. */
export interface WholePerson {
  name: string;
  office_phone: string;
  mobile: string;
  email: string;
  msn: string;
  qq: string;
  id_type: string;
  id_number: string;
}

/** `bureau_id`: the bureau's number. `our_id`: ours, when the bureau repeats it. `changed`: see comparableTime. */
export interface WholeEntity {
  bureau_id: string;
  our_id: string;
  icp_number: string;
  kind: string;
  province_code: string;
  city_code: string;
  county_code: string;
  name: string;
  id_type: string;
  id_number: string;
  id_address: string;
  investor: string;
  mailing_address: string;
  remark: string;
  leader: WholePerson;
  changed: string;
}

export interface WholeAccess {
  bureau_id: string;
  our_id: string;
  provider_id: string;
  methods: string[];
  locations: string[];
  ips: { bureau_ip_id: string; our_id: string; first: string; last: string }[];
}

export interface WholeService {
  bureau_id: string;
  our_id: string;
  icp_number: string;
  name: string;
  content_types: string[];
  prior_approvals: { type: string; number: string; pictures: string[] }[];
  languages: string[];
  home_url: string;
  remark: string;
  leader: WholePerson;
  domains: { bureau_id: string; our_id: string; domain: string }[];
  accesses: WholeAccess[];
  changed: string;
}

export interface WholeRecord {
  entity: WholeEntity;
  services: WholeService[];
}

/** The records (Baxx) of a BASJ, an HSRW or an SJTB. Lenient: nothing is refused, nothing is made up. */
export function wholeRecords(node: XmlNode): WholeRecord[] {
  return children(node, 'Baxx').map((record) => {
    const entity = entityOf(child(record, 'Zt_xx'));
    const services = children(record, 'Wz_xx').map((one) => serviceOf(one, entity.changed));
    return { entity, services };
  });
}

function entityOf(node: XmlNode | undefined): WholeEntity {
  const text = (...path: string[]) => textAt(node, ...path);
  return {
    bureau_id: text('Ztid'),
    our_id: text('IspZtid'),
    icp_number: text('Baxh'),
    kind: text('Dwxz'),
    province_code: text('Txdz', 'Shengid'),
    city_code: text('Txdz', 'Shiid'),
    county_code: text('Txdz', 'Xianid'),
    name: text('Dwmc'),
    id_type: text('Zj', 'Zjlx'),
    id_number: text('Zj', 'Zjhm'),
    id_address: text('Zj', 'Zjzs'),
    investor: text('Tzr'),
    mailing_address: text('Txdz', 'Xxdz'),
    remark: text('Bz'),
    leader: personOf(child(node, 'Fzr')),
    changed: comparableTime(text('Zjxgsj')),
  };
}

/** A service may leave out when it was changed: then it is as new as its record. */
function serviceOf(node: XmlNode, recordChanged: string): WholeService {
  const text = (...path: string[]) => textAt(node, ...path);
  return {
    bureau_id: text('Wzid'),
    our_id: text('IspWzid'),
    icp_number: text('Baxh'),
    name: text('Wzmc'),
    content_types: texts(child(node, 'Fwnr'), 'Fwnr_id'),
    prior_approvals: children(child(node, 'Nrlx'), 'Nrlx_xx').map((one) => ({
      type: textAt(one, 'Nrlx_id'),
      number: textAt(one, 'Qzsph'),
      pictures: texts(one, 'Spwj'),
    })),
    languages: texts(child(node, 'Yylb'), 'Yylb_id'),
    home_url: text('Syurl'),
    remark: text('Wz_Bz'),
    leader: personOf(child(node, 'Wz_Fzr')),
    domains: children(node, 'Ym_xx').map((one) => ({
      bureau_id: textAt(one, 'Ymid'),
      our_id: textAt(one, 'IspYmid'),
      domain: textAt(one, 'Ym').toLowerCase(),
    })),
    accesses: children(node, 'Jr_xx').map(accessOf),
    changed: text('Zjxgsj') ? comparableTime(text('Zjxgsj')) : recordChanged,
  };
}

/** HSRW names the provider Bbyhid. */
function accessOf(node: XmlNode): WholeAccess {
  return {
    bureau_id: textAt(node, 'Jrid'),
    our_id: textAt(node, 'IspJrid'),
    provider_id: textAt(node, 'Ispid') || textAt(node, 'Bbyhid'),
    methods: texts(child(node, 'Wzjrfs'), 'Jrfs'),
    locations: texts(child(node, 'Wzfb'), 'Fbdd'),
    ips: children(node, 'Ip_xx').map((one) => ({
      bureau_ip_id: textAt(one, 'Ipid'),
      our_id: textAt(one, 'IspIpid'),
      first: fromUint32(textAt(one, 'Qsip')) ?? '',
      last: fromUint32(textAt(one, 'Zzip')) ?? '',
    })),
  };
}

function personOf(node: XmlNode | undefined): WholePerson {
  return {
    name: textAt(node, 'Fzr_xm'),
    office_phone: textAt(node, 'Fzr_dhhm'),
    mobile: textAt(node, 'Fzr_sjhm') || textAt(node, 'sjhm'),
    email: textAt(node, 'Fzr_dzyj'),
    msn: textAt(node, 'Msn'),
    qq: textAt(node, 'Qq'),
    id_type: textAt(node, 'Fzr_zjlx'),
    id_number: textAt(node, 'Fzr_zjhm'),
  };
}

function texts(node: XmlNode | undefined, name: string): string[] {
  return children(node, name).map((one) => textAt(one));
}

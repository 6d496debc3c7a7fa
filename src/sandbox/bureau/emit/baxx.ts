import { readBlob } from '../blobs.ts';
import { moment } from '../clock.ts';
import type { Access, Entity, Fields, Site } from '../state.ts';
import type { World } from '../world.ts';
import { group, leaf } from '../xml.ts';

/** The leaves of `fields`, in that order, as far as they are there. */
export const pick = (fields: Fields, ...names: string[]): string =>
  names.map((name) => leaf(name, fields[name])).join('');

const PERSON = ['Fzr_xm', 'Fzr_dhhm', 'Fzr_sjhm', 'Fzr_dzyj', 'Msn', 'Qq', 'Fzr_zjlx', 'Fzr_zjhm'];

/** Which document the record stands in: HSRW names the reporter and leaves out the providers' ids. */
export type Variant = 'BASJ' | 'HSRW';

/** A filed entity with its sites as `Baxx`, for one ISP: it finds its own ids again, and no other's. */
export function baxx(
  world: World,
  entity: Entity,
  ispId: number,
  variant: Variant = 'BASJ',
): string {
  const sites = entity.sites.filter((site) => !site.cancelled);
  return group(
    'Baxx',
    entityXml(entity, ispId, variant),
    ...sites.map((site) => siteXml(world, site, ispId, variant)),
  );
}

function entityXml(entity: Entity, ispId: number, variant: Variant): string {
  const { fields, address, certificate, leader } = entity;
  const filed = variant === 'BASJ';
  const own = filed && entity.isp_id === ispId;
  return group(
    'Zt_xx',
    own ? leaf('IspZtid', fields['IspZtid']) : '',
    pick(fields, 'Ztid', 'Dwmc', 'Dwxz'),
    group('Txdz', pick(address, 'Shengid', 'Shiid', 'Xianid', 'Xxdz')),
    group('Zj', pick(certificate, 'Zjlx', 'Zjhm', 'Zjzs')),
    group('Fzr', pick(leader, ...PERSON)),
    filed ? leaf('Baxh', fields['Baxh']) : '',
    leaf('Bbyhlx', fields['Bbfs'] || '1'),
    pick(fields, 'Tzr'),
    leaf('Scbbsj', moment(entity.filed_at)),
    leaf('Zjxgsj', moment(entity.changed_at)),
    filed ? leaf('Shrxm', '管局审核员') + leaf('Shsj', moment(entity.changed_at)) : '',
    pick(fields, 'Bz'),
  );
}

function siteXml(world: World, site: Site, ispId: number, variant: Variant): string {
  const { fields } = site;
  const filed = variant === 'BASJ';
  const own = filed && site.isp_id === ispId;
  return group(
    'Wz_xx',
    own ? leaf('IspWzid', fields['IspWzid']) : '',
    pick(fields, 'Wzid', 'Wzmc'),
    group('Nrlx', ...site.approvals.map((approval) => approvalXml(world, approval))),
    group('Fwnr', ...site.contents.map((id) => leaf('Fwnr_id', id))),
    group('Yylb', ...site.languages.map((id) => leaf('Yylb_id', id))),
    ...site.domains.map((domain) =>
      group('Ym_xx', own ? leaf('IspYmid', domain['IspYmid']) : '', pick(domain, 'Ymid', 'Ym')),
    ),
    ...site.accesses.map((access) => accessXml(access, ispId, variant)),
    group('Wz_Fzr', pick(site.leader, ...PERSON)),
    pick(fields, 'Syurl', 'Wz_Bz'),
    leaf('Scbbsj', moment(site.filed_at)),
    leaf('Zjxgsj', moment(site.changed_at)),
    filed ? leaf('Baxh', fields['Baxh']) : '',
  );
}

function approvalXml(world: World, { fields, scans }: Site['approvals'][number]): string {
  return group(
    'Nrlx_xx',
    pick(fields, 'Nrlx_id', 'Qzsph'),
    ...scans.map((scan) => leaf('Spwj', readBlob(world, scan))),
  );
}

function accessXml(access: Access, ispId: number, variant: Variant): string {
  const own = variant === 'BASJ' && access.isp_id === ispId;
  return group(
    'Jr_xx',
    own ? leaf('IspJrid', access.ids['IspJrid']) : '',
    leaf('Jrid', access.ids['Jrid']),
    variant === 'BASJ' ? leaf('Ispid', access.isp_id) : '',
    group('Wzfb', ...access.locations.map((id) => leaf('Fbdd', id))),
    group('Wzjrfs', ...access.methods.map((id) => leaf('Jrfs', id))),
    ...access.ips.map((ip) =>
      group('Ip_xx', own ? leaf('IspIpid', ip['IspIpid']) : '', pick(ip, 'Ipid', 'Qsip', 'Zzip')),
    ),
    variant === 'HSRW' ? leaf('Bbyhid', access.isp_id) + leaf('Bbyhlx', 1) : '',
  );
}

import { checkAccesses } from '../checks/access.ts';
import { attachmentsOf, checkAttachments } from '../checks/attachments.ts';
import { checkDomains } from '../checks/domain.ts';
import { checkEntity, isPerson } from '../checks/entity.ts';
import { type Bench, type Finding, finding, unless } from '../checks/finding.ts';
import { checkDescription } from '../checks/site.ts';
import { findEntity, openRequests } from '../find.ts';
import { readEntity, readSite, serves, without } from '../records.ts';
import type { Entity, Site } from '../state.ts';
import type { World } from '../world.ts';
import { child, children, type Node, text } from '../xml.ts';
import { mergeSite } from './merge.ts';
import type { Operation } from './operation.ts';
import { checkPassword } from './password.ts';

const target = (world: World, item: Node): Entity | undefined =>
  findEntity(world, { id: text(item, 'Zt_xx', 'Ztid') });
const sitesOf = (item: Node, ispId: number, now: number): Site[] =>
  children(item, 'Wz_xx').map((node) => readSite(node, ispId, now));
const filedAs = (entity: Entity, site: Site): Site | undefined =>
  entity.sites.find(({ fields }) => fields['Wzid'] === site.fields['Wzid']);

/** 变更备案: the whole record comes again, and replaces what is filed. */
export const bgba: Operation = {
  wire: 'BGBA',
  word: '变更备案',
  element: 'Bgxx',
  czlx: () => 4,
  mark: (item) => text(item, 'Zt_xx', 'Ztid'),
  records: (item) => [text(item, 'Zt_xx', 'Ztid')],
  label: (_world, item) => `${text(item, 'Zt_xx', 'Dwmc')} ${text(item, 'Zt_xx', 'Baxh')}`,
  check(bench, item) {
    const { world, account } = bench;
    const entity = target(world, item);
    if (!entity) return [finding(1016, this.mark(item))];
    if (entity.cancelled) return [finding(1049, this.mark(item))];
    if (!entity.sites.some((site) => serves(site, account.isp_id))) return [finding(1048)];
    const parts = readEntity(child(item, 'Zt_xx'));
    const province = parts.address['Shengid'] === entity.address['Shengid'];
    const open = openRequests(world, 'BGBA').some((r) => this.mark(r.item) === this.mark(item));
    return [
      ...unless(!open, 1017),
      ...unless(parts.fields['Baxh'] === entity.fields['Baxh'], 1016, parts.fields['Baxh']),
      ...unless(province, 1046, parts.address['Shengid']),
      ...checkPassword(bench, entity, text(item, 'ICPmm')),
      ...checkEntity(bench, parts),
      ...checkChanged(bench, entity, item),
    ];
  },
  // Only new addresses: nobody is asked by SMS.
  path: (world, item) => (onlyAccess(world, item) ? 'review' : 'sms'),
  approve(world, item, ispId) {
    const entity = target(world, item)!;
    const { fields, address, certificate, leader } = readEntity(child(item, 'Zt_xx'));
    Object.assign(entity, { address, certificate, leader, changed_at: world.now() });
    entity.fields = { ...entity.fields, ...fields };
    for (const changed of sitesOf(item, ispId, world.now())) {
      const site = filedAs(entity, changed);
      if (site) mergeSite(world, site, changed, ispId);
    }
    return { filed: [entity], cancelled: [] };
  },
};

function checkChanged(bench: Bench, entity: Entity, item: Node): Finding[] {
  const { world, account } = bench;
  const sites = sitesOf(item, account.isp_id, world.now());
  const none = {
    sites: new Set(''),
    accesses: new Set(''),
    ips: new Set(''),
    domains: new Set(''),
  };
  const findings = sites.flatMap((site) => {
    const filed = filedAs(entity, site);
    const name = site.fields['Wzmc'] ?? '';
    if (!filed) return [finding(1059, site.fields['Wzid'], name)];
    if (filed.cancelled) return [finding(1050, site.fields['Wzid'], name)];
    const own = filed.accesses.filter((a) => a.isp_id === account.isp_id).map((a) => a.ids['Jrid']);
    const known = new Set(filed.domains.map(({ Ym = '' }) => Ym.toLowerCase()));
    const added = site.domains.filter(({ Ym = '' }) => !known.has(Ym.toLowerCase()));
    return [
      ...site.accesses.flatMap(({ ids }) =>
        unless(own.includes(ids['Jrid']), 1047, ids['Jrid'], name),
      ),
      ...checkDomains(bench, added, name, none.domains),
      ...checkAccesses(bench, site.accesses, name, none),
      ...checkDescription(site, !isPerson(entity)),
    ];
  });
  const owners = {
    1: [entity.fields['Ztid'] ?? '', entity.fields['Baxh'] ?? ''],
    2: entity.sites.flatMap(({ fields }) => [fields['Wzid'] ?? '', fields['Baxh'] ?? '']),
  };
  return [...findings, ...checkAttachments(attachmentsOf(item), owners)];
}

function onlyAccess(world: World, item: Node): boolean {
  const entity = target(world, item);
  if (!entity) return false;
  const parts = readEntity(child(item, 'Zt_xx'));
  const same = (a: object, b: object) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
  const plain = (fields: Record<string, string>) => without(fields, 'IspZtid', 'Bbfs', 'Bz');
  return (
    same(plain(parts.fields), plain(entity.fields)) &&
    same(parts.leader, entity.leader) &&
    same(parts.certificate, entity.certificate) &&
    same(parts.address, entity.address) &&
    sitesOf(item, 0, 0).every((site) => {
      const filed = filedAs(entity, site);
      return (
        filed && same(site.leader, filed.leader) && site.fields['Wzmc'] === filed.fields['Wzmc']
      );
    })
  );
}

const sorted = (value: object): [string, unknown][] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));

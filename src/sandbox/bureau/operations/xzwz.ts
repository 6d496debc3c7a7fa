import { attachmentsOf, checkAttachments } from '../checks/attachments.ts';
import { isPerson } from '../checks/entity.ts';
import { type Finding, finding, unless } from '../checks/finding.ts';
import { checkNames } from '../checks/site.ts';
import { findEntity, isBeingCancelled } from '../find.ts';
import { readSite } from '../records.ts';
import type { Account, Entity, Site } from '../state.ts';
import type { World } from '../world.ts';
import { children, type Node, text } from '../xml.ts';
import { numberSite } from './number.ts';
import type { Operation } from './operation.ts';
import { checkPassword } from './password.ts';
import { checkSites } from './xzba.ts';

const target = (world: World, item: Node): Entity | undefined =>
  findEntity(world, { id: text(item, 'Zt_xx', 'Ztid'), number: text(item, 'Zt_xx', 'Ztbah') });
const sitesOf = (item: Node, ispId: number, now: number): Site[] =>
  children(item, 'Wz_xx').map((node) => readSite(node, ispId, now));

/** 新增网站: more sites for an entity that is filed, by whatever provider. */
export const xzwz: Operation = {
  wire: 'XZWZ',
  word: '新增网站',
  element: 'Xzxx',
  czlx: () => 2,
  mark: (item) => text(item, 'Zt_xx', 'Ztbah') || text(item, 'Zt_xx', 'Ztid'),
  records: (item) => children(item, 'Wz_xx').map((site) => text(site, 'IspWzid')),
  label: (world, item) =>
    `${target(world, item)?.fields['Dwmc'] ?? '?'} · ${sitesOf(item, 0, 0)
      .flatMap(({ domains }) => domains.map(({ Ym }) => Ym))
      .join(' ')}`,
  check(bench, item) {
    const entity = target(bench.world, item);
    if (!entity) return [finding(1058, this.mark(item))];
    if (entity.cancelled) return [finding(1049, this.mark(item))];
    const sites = sitesOf(item, bench.account.isp_id, bench.world.now());
    return [
      ...unless(!isBeingCancelled(bench.world, '0', entity.fields['Ztid']), 1052),
      ...checkPassword(bench, entity, text(item, 'ICPmm')),
      ...checkNames(sites, entity.sites),
      ...checkSites(bench, sites, !isPerson(entity)),
      ...checkOwned(bench.account, entity, sites, item),
    ];
  },
  path: () => 'sms',
  approve(world, item, ispId) {
    const entity = target(world, item)!;
    for (const site of sitesOf(item, ispId, world.now())) {
      entity.sites.push(numberSite(world, entity, site));
    }
    entity.changed_at = world.now();
    return { filed: [entity], cancelled: [] };
  },
};

function checkOwned(_account: Account, entity: Entity, sites: Site[], item: Node): Finding[] {
  return checkAttachments(attachmentsOf(item), {
    1: [entity.fields['Ztid'] ?? '', entity.fields['Baxh'] ?? ''],
    2: sites.map(({ fields }) => fields['IspWzid'] ?? ''),
  });
}

import { attachmentsOf, checkAttachments } from '../checks/attachments.ts';
import { checkEntity, isPerson } from '../checks/entity.ts';
import { type Bench, type Finding, finding } from '../checks/finding.ts';
import { checkNames, checkSite } from '../checks/site.ts';
import { openRequests } from '../find.ts';
import { filedEntity } from '../query.ts';
import { type EntityParts, readEntity, readSite } from '../records.ts';
import type { Site } from '../state.ts';
import { child, children, type Node, text } from '../xml.ts';
import { numberEntity, numberSite } from './number.ts';
import type { Operation } from './operation.ts';

const entityOf = (item: Node): EntityParts => readEntity(child(item, 'Zt_xx'));
const sitesOf = (item: Node, ispId: number, now: number): Site[] =>
  children(item, 'Wz_xx').map((node) => readSite(node, ispId, now));

/** 新增备案: a new entity with its first sites. */
export const xzba: Operation = {
  wire: 'XZBA',
  word: '新增备案',
  element: 'Baxx',
  czlx: () => 1,
  mark: (item) => text(item, 'Zt_xx', 'IspZtid'),
  records: (item) => [text(item, 'Zt_xx', 'IspZtid')],
  label: (_world, item) =>
    `${text(item, 'Zt_xx', 'Dwmc')} · ${sitesOf(item, 0, 0)
      .flatMap(({ domains }) => domains.map(({ Ym }) => Ym))
      .join(' ')}`,
  check(bench, item) {
    const { world, account } = bench;
    const entity = entityOf(item);
    const sites = sitesOf(item, account.isp_id, world.now());
    const owners = {
      1: [entity.fields['IspZtid'] ?? ''],
      2: sites.map(({ fields }) => fields['IspWzid'] ?? ''),
    };
    return [
      ...checkEntity(bench, entity),
      ...checkConflict(bench, entity),
      ...checkNames(sites),
      ...checkSites(bench, sites, !isPerson(entity)),
      ...checkAttachments(attachmentsOf(item), owners),
    ];
  },
  path: () => 'sms',
  approve(world, item, ispId) {
    const entity = numberEntity(world, ispId, entityOf(item));
    for (const site of sitesOf(item, ispId, world.now())) {
      entity.sites.push(numberSite(world, entity, site));
    }
    world.state.entities.push(entity);
    return { filed: [entity], cancelled: [] };
  },
};

/** 1003: the certificate is filed, or another first filing of it is on its way. */
function checkConflict({ world }: Bench, { certificate }: EntityParts): Finding[] {
  const { Zjlx = '', Zjhm = '' } = certificate;
  const open = openRequests(world, 'XZBA').some(
    ({ item }) =>
      text(item, 'Zt_xx', 'Zj', 'Zjlx') === Zjlx && text(item, 'Zt_xx', 'Zj', 'Zjhm') === Zjhm,
  );
  return open || filedEntity(world, Zjlx, Zjhm) ? [finding(1003, Zjhm)] : [];
}

/** Each site on its own, and no domain in two of them. */
export function checkSites(bench: Bench, sites: Site[], unit: boolean): Finding[] {
  const seen = new Set<string>();
  return sites.flatMap((site) => {
    const names = site.domains.map(({ Ym = '' }) => Ym.toLowerCase());
    const twice = names.filter((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return [
      ...checkSite(bench, site, unit),
      ...twice.map((name) => finding(1039, name, site.fields['Wzmc'])),
    ];
  });
}

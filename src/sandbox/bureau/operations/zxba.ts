import { type Bench, type Finding, finding, unless } from '../checks/finding.ts';
import { CANCEL_REASONS, has } from '../data/tables.ts';
import { findAccess, findEntity, findSite, isBeingCancelled } from '../find.ts';
import { ispsOf, serves } from '../records.ts';
import type { World } from '../world.ts';
import { type Node, text } from '../xml.ts';
import type { Operation, Published } from './operation.ts';

const ENTITY = '0';
const SITE = '1';
const WORDS = ['注销主体', '注销网站', '取消接入'];
const kindOf = (item: Node): string => text(item, 'Zxlb');
const idOf = (item: Node): string => text(item, 'Jlid');

/** 注销备案: an entity, a site, or only this provider's access to it. */
export const zxba: Operation = {
  wire: 'ZXBA',
  word: '注销备案',
  element: 'Zx_xx',
  czlx: (item) => ({ [ENTITY]: 6, [SITE]: 7 })[kindOf(item)] ?? 5,
  mark: idOf,
  records: (item) => [idOf(item)],
  label: (world, item) => `${WORDS[Number(kindOf(item))]} ${nameOf(world, item)}`,
  check(bench, item) {
    const reason = text(item, 'Zxly');
    const findings = unless(has(CANCEL_REASONS, reason), 1026, reason);
    if (kindOf(item) === ENTITY) return [...findings, ...checkEntity(bench, idOf(item))];
    if (kindOf(item) === SITE) return [...findings, ...checkSite(bench, idOf(item))];
    return [...findings, ...checkAccess(bench, idOf(item))];
  },
  path: (_world, item) => ([ENTITY, SITE].includes(kindOf(item)) ? 'sms' : 'none'),
  approve: (world, item) => cancel(world, kindOf(item), idOf(item)),
};

function nameOf(world: World, item: Node): string {
  const id = idOf(item);
  if (kindOf(item) === ENTITY) return findEntity(world, { id })?.fields['Dwmc'] ?? id;
  if (kindOf(item) === SITE) return findSite(world, { id })?.site.fields['Wzmc'] ?? id;
  return findAccess(world, id)?.site.fields['Wzmc'] ?? id;
}

function checkEntity({ world, account }: Bench, id: string): Finding[] {
  const entity = findEntity(world, { id });
  if (!entity) return [finding(1058, id)];
  if (entity.cancelled) return [finding(1049, id)];
  const sites = entity.sites.map(({ fields }) => fields['Wzid']);
  return [
    ...unless(
      entity.sites.some((site) => serves(site, account.isp_id)),
      1048,
      id,
    ),
    ...unless(!isBeingCancelled(world, ENTITY, id), 1027, id),
    ...unless(!sites.some((site) => isBeingCancelled(world, SITE, site)), 1043, id),
  ];
}

function checkSite({ world, account }: Bench, id: string): Finding[] {
  const found = findSite(world, { id });
  if (!found) return [finding(1059, id)];
  if (found.site.cancelled) return [finding(1050, id)];
  return [
    ...unless(serves(found.site, account.isp_id), 1048, id),
    ...unless(!isBeingCancelled(world, SITE, id), 1030, id),
    ...unless(!isBeingCancelled(world, ENTITY, found.entity.fields['Ztid']), 1042, id),
  ];
}

function checkAccess({ world, account }: Bench, id: string): Finding[] {
  const found = findAccess(world, id);
  if (!found) return [finding(1016, id)];
  return [
    ...unless(found.access.isp_id === account.isp_id, 1047, id),
    ...unless(found.site.accesses.length > 1, 1025, id),
    ...unless(!isBeingCancelled(world, '2', id), 1032, id),
  ];
}

/** Takes a record out of the library; also what an officer does on the page. */
export function cancel(world: World, kind: string, id: string): Published {
  const entity = kind === ENTITY ? findEntity(world, { id }) : undefined;
  if (entity) {
    const isps = [...ispsOf(entity)];
    entity.cancelled = true;
    return { filed: [], cancelled: [{ kind, id, isps }] };
  }
  const found = kind === SITE ? findSite(world, { id }) : undefined;
  if (found) {
    found.site.cancelled = true;
    const isps = found.site.accesses.map((access) => access.isp_id);
    return { filed: [], cancelled: [{ kind, id, isps }] };
  }
  const access = findAccess(world, id);
  if (!access) return { filed: [], cancelled: [] };
  access.site.accesses = access.site.accesses.filter((one) => one !== access.access);
  return { filed: [access.entity], cancelled: [] };
}

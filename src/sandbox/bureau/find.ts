import type { Access, Entity, Request, Site } from './state.ts';
import type { World } from './world.ts';
import type { Node } from './xml.ts';
import { text } from './xml.ts';

/** The entity of a Ztid or 主体备案号, also one that was cancelled. */
export function findEntity(world: World, mark: { id?: string; number?: string }) {
  return world.state.entities.find(
    ({ fields }) =>
      (mark.id && fields['Ztid'] === mark.id) || (mark.number && fields['Baxh'] === mark.number),
  );
}

/** The site of a Wzid or 网站备案号 with its entity, also one that was cancelled. */
export function findSite(
  world: World,
  mark: { id?: string; number?: string },
): { entity: Entity; site: Site } | undefined {
  for (const entity of world.state.entities) {
    const site = entity.sites.find(
      ({ fields }) =>
        (mark.id && fields['Wzid'] === mark.id) || (mark.number && fields['Baxh'] === mark.number),
    );
    if (site) return { entity, site };
  }
  return undefined;
}

/** The access of a Jrid with its site and entity. */
export function findAccess(
  world: World,
  id: string,
): { entity: Entity; site: Site; access: Access } | undefined {
  for (const entity of world.state.entities) {
    for (const site of entity.sites) {
      const access = site.accesses.find(({ ids }) => ids['Jrid'] === id);
      if (access) return { entity, site, access };
    }
  }
  return undefined;
}

export const isOpen = ({ status }: Request): boolean =>
  status === 'sms_pending' || status === 'bureau_review';

/** Requests of an operation that are on their way, whoever sent them. */
export function openRequests(world: World, operation: string): Request[] {
  return world.state.requests.filter((r) => r.operation === operation && isOpen(r));
}

/** Whether a cancellation (Zxlb 0, 1, 2) of that record is on its way. */
export const isBeingCancelled = (world: World, kind: string, id: string | undefined): boolean =>
  openRequests(world, 'ZXBA').some(
    ({ item }: { item: Node }) => text(item, 'Zxlb') === kind && text(item, 'Jlid') === id,
  );

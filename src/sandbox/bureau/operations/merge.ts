import type { Access, Site } from '../state.ts';
import type { World } from '../world.ts';
import { numberAccess } from './number.ts';

/** Puts a changed site over the filed one: other providers' accesses and all known ids stay. */
export function mergeSite(world: World, site: Site, changed: Site, ispId: number): void {
  const { contents, languages, approvals, leader } = changed;
  Object.assign(site, { contents, languages, approvals, leader, changed_at: world.now() });
  site.fields = { ...site.fields, ...changed.fields };
  site.domains = changed.domains.map((domain) => {
    const known = site.domains.find(({ Ym }) => Ym === domain['Ym']);
    return {
      ...known,
      ...domain,
      Ymid: domain['Ymid'] ?? known?.['Ymid'] ?? String(world.newId()),
    };
  });
  site.accesses = site.accesses.map((access) => {
    const fresh = changed.accesses.find(({ ids }) => ids['Jrid'] === access.ids['Jrid']);
    return fresh && access.isp_id === ispId ? mergeAccess(world, access, fresh) : access;
  });
}

function mergeAccess(world: World, access: Access, fresh: Access): Access {
  return numberAccess(world, { ...fresh, ids: { ...access.ids, ...fresh.ids } });
}

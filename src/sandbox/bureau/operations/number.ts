import { randomBytes } from 'node:crypto';
import { moment } from '../clock.ts';
import { PROVINCES } from '../provinces.ts';
import type { EntityParts } from '../records.ts';
import type { Access, Entity, Site } from '../state.ts';
import type { World } from '../world.ts';

/** Gives an access its Jrid and Ipids. Ids that it brings are kept. */
export function numberAccess(world: World, access: Access): Access {
  return {
    ...access,
    ids: { ...access.ids, Jrid: access.ids['Jrid'] ?? String(world.newId()) },
    ips: access.ips.map((ip) => ({ ...ip, Ipid: ip['Ipid'] ?? String(world.newId()) })),
  };
}

/** Gives a new site its ids and the next `-n` of its entity. */
export function numberSite(world: World, entity: Entity, site: Site): Site {
  return {
    ...site,
    fields: {
      ...site.fields,
      Wzid: String(world.newId()),
      Baxh: `${entity.fields['Baxh']}-${entity.next_site++}`,
    },
    domains: site.domains.map((domain) => ({ ...domain, Ymid: String(world.newId()) })),
    accesses: site.accesses.map((access) => numberAccess(world, access)),
  };
}

/** Files a new entity: its number is led by the mark of the province it lives in. */
export function numberEntity(world: World, ispId: number, parts: EntityParts): Entity {
  const now = world.now();
  const province = PROVINCES.find(({ code }) => code === parts.address['Shengid']);
  const digits = moment(now).slice(0, 4) + String(world.state.next.number++).padStart(6, '0');
  return {
    ...parts,
    fields: {
      ...parts.fields,
      Ztid: String(world.newId()),
      Baxh: `${province?.mark ?? '京'}ICP备${digits}号`,
    },
    isp_id: ispId,
    sites: [],
    password: randomBytes(4).toString('hex'),
    next_site: 1,
    filed_at: now,
    changed_at: now,
    cancelled: false,
  };
}

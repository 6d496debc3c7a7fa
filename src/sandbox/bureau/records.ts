import type { Access, Entity, Fields, Site } from './state.ts';
import { child, children, leaves, type Node, text } from './xml.ts';

const texts = (node: Node | undefined, name: string): string[] =>
  children(node, name).map((c) => c.text.trim());

/** An access (Jr_xx, or the Xzxx of a new access) as uploaded. */
export function readAccess(node: Node, ispId: number): Access {
  const { IspJrid, Jrid } = leaves(node);
  return {
    ids: { ...(IspJrid ? { IspJrid } : {}), ...(Jrid ? { Jrid } : {}) },
    isp_id: ispId,
    locations: texts(child(node, 'Wzfb'), 'Fbdd'),
    methods: texts(child(node, 'Wzjrfs'), 'Jrfs'),
    ips: children(node, 'Ip_xx').map(leaves),
  };
}

/** A site (Wz_xx) as uploaded. */
export function readSite(node: Node, ispId: number, now: number): Site {
  return {
    isp_id: ispId,
    fields: leaves(node),
    approvals: children(child(node, 'Nrlx'), 'Nrlx_xx').map((one) => ({
      fields: { Nrlx_id: text(one, 'Nrlx_id'), Qzsph: text(one, 'Qzsph') },
      scans: texts(one, 'Spwj'),
    })),
    contents: texts(child(node, 'Fwnr'), 'Fwnr_id'),
    languages: texts(child(node, 'Yylb'), 'Yylb_id'),
    domains: children(node, 'Ym_xx').map(leaves),
    accesses: children(node, 'Jr_xx').map((one) => readAccess(one, ispId)),
    leader: leaves(child(node, 'Wz_Fzr')),
    filed_at: now,
    changed_at: now,
    cancelled: false,
  };
}

export type EntityParts = Pick<Entity, 'fields' | 'address' | 'certificate' | 'leader'>;

/** An entity (Zt_xx) as uploaded. */
export function readEntity(node: Node | undefined): EntityParts {
  return {
    fields: leaves(node),
    address: leaves(child(node, 'Txdz')),
    certificate: leaves(child(node, 'Zj')),
    leader: leaves(child(node, 'Fzr')),
  };
}

/** Whether an ISP gives access to a site. */
export const serves = (site: Site, ispId: number): boolean =>
  site.accesses.some((access) => access.isp_id === ispId);

/** The ISPs that give access to what is still filed of an entity. */
export function ispsOf(entity: Entity): Set<number> {
  const sites = entity.sites.filter((site) => !site.cancelled);
  return new Set(sites.flatMap((site) => site.accesses.map((access) => access.isp_id)));
}

/** Fields without those names. */
export const without = (fields: Fields, ...names: string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

import type { World } from '../world.ts';
import type { Node } from '../xml.ts';

/** The provider's own ids and domains that are filed or on their way already. */
export interface Reported {
  sites: Set<string>;
  accesses: Set<string>;
  ips: Set<string>;
  domains: Set<string>;
}

/** Collects what an ISP has filed or open, so that nothing is reported twice (1037–1040). */
export function reportedBy(world: World, ispId: number): Reported {
  const found: Reported = {
    sites: new Set(),
    accesses: new Set(),
    ips: new Set(),
    domains: new Set(),
  };
  for (const request of world.state.requests) {
    const open = request.status === 'sms_pending' || request.status === 'bureau_review';
    if (open && request.operation !== 'BGBA')
      collect(request.item, found, request.isp_id === ispId);
  }
  for (const site of world.state.entities.flatMap(({ sites }) => sites)) {
    if (site.cancelled) continue;
    if (site.isp_id === ispId) add(found.sites, site.fields['IspWzid']);
    for (const access of site.accesses.filter((a) => a.isp_id === ispId)) {
      add(found.accesses, access.ids['IspJrid']);
      for (const ip of access.ips) add(found.ips, ip['IspIpid']);
    }
  }
  return found;
}

const add = (set: Set<string>, id: string | undefined): void => {
  if (id) set.add(id);
};

/** Adds what a record reports. Only domains count when another provider sent it. */
export function collect(node: Node, found: Reported, own: boolean): void {
  if (node.name === 'Ym') found.domains.add(node.text.toLowerCase());
  if (own && node.name === 'IspWzid') found.sites.add(node.text);
  if (own && node.name === 'IspJrid') found.accesses.add(node.text);
  if (own && node.name === 'IspIpid') found.ips.add(node.text);
  for (const inner of node.children) collect(inner, found, own);
}

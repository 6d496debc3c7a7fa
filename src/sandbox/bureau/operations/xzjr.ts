import { checkAccesses } from '../checks/access.ts';
import { attachmentsOf, checkAttachments } from '../checks/attachments.ts';
import { finding, unless } from '../checks/finding.ts';
import { findSite, isBeingCancelled } from '../find.ts';
import { readAccess } from '../records.ts';
import type { World } from '../world.ts';
import { type Node, text } from '../xml.ts';
import { numberAccess } from './number.ts';
import type { Operation } from './operation.ts';
import { checkPassword } from './password.ts';

const target = (world: World, item: Node) =>
  findSite(world, { id: text(item, 'Wz_xx', 'Wzid'), number: text(item, 'Wz_xx', 'Wzbah') });

/** 新增接入: another provider's access for a site that is filed. */
export const xzjr: Operation = {
  wire: 'XZJR',
  word: '新增接入',
  element: 'Xzxx',
  czlx: () => 3,
  mark: (item) => text(item, 'IspJrid'),
  records: (item) => [text(item, 'IspJrid')],
  label: (world, item) => {
    const fields = target(world, item)?.site.fields;
    return `${fields?.['Wzmc'] ?? '?'} ${fields?.['Baxh'] ?? ''}`;
  },
  check(bench, item) {
    const { world, account } = bench;
    const found = target(world, item);
    const mark = text(item, 'Wz_xx', 'Wzbah') || text(item, 'Wz_xx', 'Wzid');
    if (!found) return [finding(1059, mark)];
    const { entity, site } = found;
    if (site.cancelled || entity.cancelled) return [finding(1050, mark)];
    const id = site.fields['Wzid'] ?? '';
    const name = site.fields['Wzmc'] ?? '';
    const own = site.accesses.filter((access) => access.isp_id === account.isp_id);
    const fresh = readAccess(item, account.isp_id);
    return [
      ...unless(!isBeingCancelled(world, '1', id), 1052, mark),
      ...checkPassword(bench, entity, text(item, 'ICPmm')),
      ...checkAccesses(bench, [fresh], name, bench.reported),
      ...unless(!own.some((access) => sameAddresses(access.ips, fresh.ips)), 1029, '', name),
      ...checkAttachments(attachmentsOf(item), {
        1: [entity.fields['Ztid'] ?? '', entity.fields['Baxh'] ?? ''],
        2: [id, site.fields['Baxh'] ?? ''],
      }),
    ];
  },
  path: () => 'sms',
  approve(world, item, ispId) {
    const { entity, site } = target(world, item)!;
    site.accesses.push(numberAccess(world, readAccess(item, ispId)));
    site.changed_at = world.now();
    return { filed: [entity], cancelled: [] };
  },
};

function sameAddresses(a: Record<string, string>[], b: Record<string, string>[]): boolean {
  const plain = (ips: Record<string, string>[]) =>
    ips
      .map(({ Qsip, Zzip }) => `${Qsip}-${Zzip}`)
      .sort()
      .join();
  return plain(a) === plain(b);
}

import { type Finding, finding, unless } from '../checks/finding.ts';
import { findEntity } from '../find.ts';
import type { Entity } from '../state.ts';
import { children, type Node, text } from '../xml.ts';
import { NOTHING, type Operation } from './operation.ts';

const ztid = (item: Node): string => text(item, 'Baxx', 'Zt_xx', 'Ztid');

/** 核实结果: what a provider found about a record it was asked to check; nothing is said when all is well. */
export const hsjg: Operation = {
  wire: 'HSJG',
  word: '核实结果',
  element: 'Hsjgxx',
  isSilent: true,
  // As with WBACLJG: the list of operation types has none for this.
  czlx: () => 1,
  mark: ztid,
  records: () => [],
  label: (_world, item) =>
    `${text(item, 'Baxx', 'Zt_xx', 'Dwmc')} ${text(item, 'Hsjg') === '0' ? '通过' : '拒绝'}：${text(item, 'Hsyj')}`,
  check({ world, account }, item) {
    const entity = findEntity(world, { id: ztid(item) });
    return [
      ...unless(text(item, 'Bbdw') === String(account.isp_id), 5003, text(item, 'Bbdw')),
      ...(entity ? checkSites(entity, item) : [finding(1058, ztid(item))]),
    ];
  },
  path: () => 'none',
  approve: () => NOTHING,
};

function checkSites(entity: Entity, item: Node): Finding[] {
  const known = entity.sites.map(({ fields }) => fields['Wzid']);
  return children(item, 'Baxx')
    .flatMap((record) => children(record, 'Wz_xx'))
    .flatMap((site) => unless(known.includes(text(site, 'Wzid')), 1059, text(site, 'Wzid')));
}

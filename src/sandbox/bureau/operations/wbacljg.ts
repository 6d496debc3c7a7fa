import { type Bench, type Finding, finding } from '../checks/finding.ts';
import { has, UNFILED_RESULTS } from '../data/tables.ts';
import type { World } from '../world.ts';
import { type Node, text } from '../xml.ts';
import { NOTHING, type Operation } from './operation.ts';

const sentSites = (world: World, ispId: number, item: Node) =>
  world.state.unfiled.filter((one) => one.domain === text(item, 'Ym') && one.isp_id === ispId);

/** 未备案网站处理结果: held against the unfiled sites that were sent; nothing is said when all is well. */
export const wbacljg: Operation = {
  wire: 'WBACLJG',
  word: '未备案网站处理结果',
  element: 'Clxx',
  isSilent: true,
  // The list of operation types has none for this; the first stands in, and Bs names the domain.
  czlx: () => 1,
  mark: (item) => text(item, 'Ym'),
  records: () => [],
  label: (_world, item) => `${text(item, 'Ym')} ${text(item, 'Clyj')}`,
  check: checkAnswer,
  path: () => 'none',
  approve(world, item, ispId) {
    const open = sentSites(world, ispId, item).find((one) => !one.handled);
    if (open) open.handled = true;
    return NOTHING;
  },
};

/** 5007 no such result, 5005 not one of yours, 5006 answered already. */
function checkAnswer({ world, account }: Bench, item: Node): Finding[] {
  const result = text(item, 'Cljg');
  if (!has(UNFILED_RESULTS, result)) return [finding(5007, result)];
  const sent = sentSites(world, account.isp_id, item);
  if (!sent.length) return [finding(5005, text(item, 'Ym'))];
  return sent.every((one) => one.handled) ? [finding(5006, text(item, 'Ym'))] : [];
}

import { type Finding, finding } from './checks/finding.ts';
import { takeFaults } from './faults.ts';
import type { World } from './world.ts';

/** What somebody wants the next record (or the next file) to be answered with, instead of what the checks find. */
export function demandedOf(world: World, kind: 'data_code' | 'file_code'): Finding[] {
  return takeFaults(world, 'isp_upload', [kind]).map(({ code }) => finding(code));
}

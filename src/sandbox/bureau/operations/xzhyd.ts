import { checkAttachments } from '../checks/attachments.ts';
import { finding } from '../checks/finding.ts';
import { findEntity, findSite } from '../find.ts';
import type { Node } from '../xml.ts';
import { text } from '../xml.ts';
import { NOTHING, type Operation } from './operation.ts';

const markOf = (item: Node) => ({
  id: text(item, 'Fjssdx', 'Ssdxbs', 'Jlid'),
  number: text(item, 'Fjssdx', 'Ssdxbs', 'Baxh'),
});

/** 单独提交核验材料: taken into the library at once (1060) when it belongs to a filed record. */
export const xzhyd: Operation = {
  wire: 'XZHYD',
  word: '单独提交核验材料',
  element: 'Fjxx',
  // The schema ends at 7, its own comment lists 35: the comment is followed, knowingly.
  czlx: () => 35,
  mark: (item) => markOf(item).number || markOf(item).id,
  records: (item) => (markOf(item).id ? [markOf(item).id] : []),
  label: (_world, item) => `附件 ${markOf(item).number || markOf(item).id}`,
  check({ world }, item) {
    const mark = markOf(item);
    const kind = text(item, 'Fjssdx', 'Ssdxlx');
    const owner = kind === '1' ? findEntity(world, mark) : findSite(world, mark)?.site;
    if (!owner) return [finding(kind === '1' ? 1058 : 1059, this.mark(item))];
    return checkAttachments([item], { [kind]: [mark.number || mark.id] });
  },
  path: () => 'none',
  approve: () => NOTHING,
};

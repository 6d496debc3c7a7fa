import type { Bench, Finding } from '../checks/finding.ts';
import type { Entity } from '../state.ts';
import type { World } from '../world.ts';
import type { Node } from '../xml.ts';

/** What an approval makes public. */
export interface Published {
  /** Go out as BASJ. */
  filed: Entity[];
  /** Go out as ZXSJ to the ISPs named. */
  cancelled: { kind: string; id: string; isps: number[] }[];
}

export const NOTHING: Published = { filed: [], cancelled: [] };

/** One kind of upload below ICP. To add one: a file here and a line in index.ts. */
export interface Operation {
  wire: string;
  word: string;
  /** The repeated element that is one record. */
  element: string;
  /** Only a fault is answered. */
  isSilent?: boolean;
  czlx(item: Node): number;
  /** Bs of BAJG. */
  mark(item: Node): string;
  /** Jlid of each Gjsh. */
  records(item: Node): string[];
  /** For the page: whom it is about. */
  label(world: World, item: Node): string;
  check(bench: Bench, item: Node): Finding[];
  /** `sms`, then review; `review` at once; or `none`: done as soon as the checks pass. */
  path(world: World, item: Node): 'sms' | 'review' | 'none';
  approve(world: World, item: Node, ispId: number): Published;
}

import { queueFile } from '../download.ts';
import type { Published } from '../operations/operation.ts';
import { ispsOf } from '../records.ts';
import type { World } from '../world.ts';
import { group, leaf } from '../xml.ts';
import { baxx } from './baxx.ts';

/**
 * Queues what an approval makes public: the results for the ISP that asked (`result`, BAJG), filed
 * records as BASJ and cancelled ones as ZXSJ for every ISP here that gives access to them.
 */
export function publish(world: World, ispId: number, result: string, out: Published): void {
  for (const account of world.state.accounts) {
    const isp = account.isp_id;
    const bodies = [
      isp === ispId ? { kind: 'BAJG', xml: result } : { kind: '', xml: '' },
      { kind: 'BASJ', xml: filedFor(world, isp, isp === ispId, out) },
      { kind: 'ZXSJ', xml: cancelledFor(isp, out) },
    ].filter(({ xml }) => xml);
    if (!bodies.length) continue;
    if (world.settings.results === 'together') {
      const kind = bodies.map((body) => body.kind).join('+');
      queueFile(world, isp, kind, group('ICP', ...bodies.map(({ xml }) => xml)));
    } else {
      for (const { kind, xml } of bodies) queueFile(world, isp, kind, group('ICP', xml));
    }
  }
}

function filedFor(world: World, isp: number, asked: boolean, { filed }: Published): string {
  const mine = filed.filter((entity) => asked || ispsOf(entity).has(isp));
  return group('BASJ', ...mine.map((entity) => baxx(world, entity, isp)));
}

function cancelledFor(isp: number, { cancelled }: Published): string {
  const mine = cancelled.filter(({ isps }) => isps.includes(isp));
  return group(
    'ZXSJ',
    ...mine.map(({ kind, id }) => group('Zxxx', leaf('Zxlb', kind), leaf('Jlid', id))),
  );
}

import fc from 'fast-check';
import type { RecordKind } from '../../src/bureau/kinds/index.ts';
import { ANY } from '../bureau/records.ts';

const SEED = 20261123;

/**
 * So many contents of a kind that fit the official schema, each about parts of its own: no two speak of the same
 * record at the bureau, and each is one record on the wire.
 */
export function contentsOf(kind: RecordKind, count: number, salt: number): unknown[] {
  const any: fc.Arbitrary<unknown> = ANY[kind];
  const drawn = fc.sample(any, { seed: SEED + salt, numRuns: count });
  return drawn.map((content, n) => {
    let next = 0;
    const own = () => String(9_000_000_000 + salt * 10_000_000 + n * 1000 + next++);
    // By its name alone a domain can be removed too, but no answer would say which it was.
    return apart(kind === 'remove_domain' ? { bureau_id: '' } : content, own);
  });
}

function apart(value: unknown, own: () => string, key = ''): unknown {
  // A record of several pictures has several results.
  if (key === 'materials' && Array.isArray(value)) return [apart(value[0], own)];
  if (Array.isArray(value)) return value.map((one) => apart(one, own, key));
  if (key === 'bureau_id') return own();
  if (key === 'icp_number') return `浙ICP备${own()}号`;
  if (key === 'domain' && typeof value === 'string') return `d${own()}.cn`;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, apart(one, own, name)]),
  );
}

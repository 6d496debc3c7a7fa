import { createHash } from 'node:crypto';

/**
 * How many of so many entities are looked at: 1 of 1; 2 of 2–49; 3 of 50–100; 3 % of more (the sampling of the
 * accuracy audits of access providers).
 */
export function sampleSize(population: number): number {
  if (population <= 1) return population;
  if (population < 50) return 2;
  return population <= 100 ? 3 : Math.ceil(population * 0.03);
}

/** The sample that a seed draws: whoever has the same list and seed draws the same, in the same order. */
export function drawSample(entities: readonly string[], seed: string): string[] {
  const lot = (entity: string) => createHash('sha256').update(`${seed}:${entity}`).digest('hex');
  const lots = entities.map((entity) => ({ entity, lot: lot(entity) }));
  lots.sort((one, other) => (one.lot < other.lot ? -1 : 1));
  return lots.slice(0, sampleSize(entities.length)).map(({ entity }) => entity);
}

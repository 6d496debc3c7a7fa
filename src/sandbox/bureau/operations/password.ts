import { createHash } from 'node:crypto';
import { type Bench, type Finding, finding } from '../checks/finding.ts';
import type { Entity } from '../state.ts';

/** 1018, when the bureau still asks for filing passwords (abolished in 2020; off by default). */
export function checkPassword({ world }: Bench, entity: Entity, given: string): Finding[] {
  if (!world.settings.check_icpmm) return [];
  const right = createHash('md5').update(entity.password).digest('hex');
  return given === right ? [] : [finding(1018)];
}

import { bgba } from './bgba.ts';
import { hsjg } from './hsjg.ts';
import type { Operation } from './operation.ts';
import { wbacljg } from './wbacljg.ts';
import { xzba } from './xzba.ts';
import { xzhyd } from './xzhyd.ts';
import { xzjr } from './xzjr.ts';
import { xzwz } from './xzwz.ts';
import { zxba } from './zxba.ts';

/** Every operation, in the order of the schema. HSJG and WBACLJG are only taken in. */
export const OPERATIONS: Operation[] = [xzba, xzwz, xzjr, bgba, hsjg, wbacljg, zxba, xzhyd];

/** The operation of a wire name; throws for a name that a request can never carry. */
export function operationOf(wire: string): Operation {
  const found = OPERATIONS.find((operation) => operation.wire === wire);
  if (!found) throw new Error(`no operation ${wire}`);
  return found;
}

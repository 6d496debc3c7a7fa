import { z } from 'zod';
import { seal, unseal } from '../../../platform/seal.ts';
import type { TaskRow } from './tables.ts';

const place = (task_no: string) => `shop_tasks.plan:${task_no}`;

/** What an operator asked for. */
const Plan = z.object({
  /** The filter, as the address of the list has it. */
  asked: z.record(z.string(), z.string()),
  /** Orders with ids below this: those that there were when it was confirmed. */
  top: z.number().int(),
  format: z.enum(['csv', 'xlsx']),
  /** Contacts in the clear, and why; null when they are masked. */
  reason: z.string().nullable(),
  /** What is noted on each order. */
  note: z.string(),
  /** Of a settlement sheet: '2026-11'. */
  month: z.string(),
});
export type Plan = z.output<typeof Plan>;

export const USUAL: Plan = {
  asked: {},
  top: 0,
  format: 'csv',
  reason: null,
  note: '',
  month: '',
};

export function sealPlan(task_no: string, plan: Plan): string {
  return seal(JSON.stringify(plan), place(task_no));
}

export function planOf({ task_no, plan_sealed }: Pick<TaskRow, 'task_no' | 'plan_sealed'>): Plan {
  return Plan.parse(JSON.parse(unseal(plan_sealed, place(task_no))));
}

import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';
import { TASK_KINDS, type TaskKind } from './kinds.ts';

const days = (value: number) => z.number().int().min(1).max(365).default(value);
const shape = Object.fromEntries(
  Object.entries(TASK_KINDS).map(([kind, one]) => [kind, days(one.days)]),
) as Record<TaskKind, ReturnType<typeof days>>; // the keys are those of TASK_KINDS

/** Within how many days each kind of task is to be done. The interface names no deadlines of its own. */
export const taskDaysSetting = defineSetting({
  key: 'bureau.task_days',
  title: '管局待办期限（天）',
  secret: false,
  schema: z.object(shape).prefault({}),
});

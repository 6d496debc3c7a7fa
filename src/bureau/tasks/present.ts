import { now } from '../../platform/clock.ts';
import { timeShown } from '../../platform/present.ts';
import { factsOf, hasPersonal } from './facts.ts';
import { TASK_KINDS } from './kinds.ts';
import type { ListedTask } from './list-tasks.ts';
import { openSubject, openTask, openWords } from './seals.ts';

export const taskPath = (task_no: string) => `/bureau-tasks/${task_no}`;

export function stateOf({ state, deadline_at }: ListedTask): { text: string; tone: string } {
  if (state === 'answered') return { text: '已反馈', tone: 'ok' };
  if (state === 'closed') return { text: '已处理', tone: 'idle' };
  return deadline_at < now() ? { text: '已逾期', tone: 'bad' } : { text: '待处理', tone: 'wait' };
}

/** A task as the list shows it: nothing personal. */
export function shownTask(task: ListedTask) {
  return {
    href: taskPath(task.task_no),
    kind: TASK_KINDS[task.kind].word,
    subject: openSubject(task),
    bureau: task.bureau_name,
    filing_no: task.filing_no,
    state: stateOf(task),
    is_open: task.state === 'open',
    deadline: timeShown(task.deadline_at),
    created: timeShown(task.created_at, true),
  };
}

/** A task as its own page shows it, people masked. */
export function shownWhole(task: ListedTask) {
  return {
    ...shownTask(task),
    task_no: task.task_no,
    todo: TASK_KINDS[task.kind].todo,
    facts: factsOf(task.kind, openTask(task)),
    has_personal: hasPersonal(task.kind),
    closed_words: openWords(task),
    settled: task.settled_at && timeShown(task.settled_at, true),
  };
}

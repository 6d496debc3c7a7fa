import { now, shownDay } from '../../platform/clock.ts';
import { maskNumber } from '../../platform/mask.ts';
import type { Field, ImportPlan } from '../tasks/plans.ts';
import { cardReader, FAULTS } from './read-card.ts';

/** A secret for who may not see it: its ends while eight letters or more stay hidden, so that nobody guesses the rest. */
export function maskSecret(text: string): string {
  if (text.length < 12) return '••••••';
  const keep = text.length < 20 ? 2 : 4;
  return `${text.slice(0, keep)}••••${text.slice(-keep)}`;
}

/** The first lines as they would be taken, masked, and what is wrong with them. */
export function previewOf(plan: ImportPlan) {
  const read = cardReader(plan, shownDay(now()));
  const rows = plan.has_heading ? plan.head.slice(1) : plan.head;
  const width = Math.max(0, ...plan.head.map((cells) => cells.length));
  return rows.slice(0, 5).map((cells) => {
    const judged = read(cells);
    return {
      fault: judged.ok ? null : FAULTS[judged.fault],
      cells: Array.from({ length: width }, (_, at) =>
        shown(plan.columns[at] ?? '', cells[at] ?? ''),
      ),
    };
  });
}

/** What nobody has named yet may be a secret. */
function shown(field: '' | Field, text: string): string {
  if (field === 'sell_by' || field === 'cost') return text;
  return field === 'number' ? maskNumber(text) : maskSecret(text);
}

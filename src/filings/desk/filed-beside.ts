import { changesShown } from '../customer/changes-shown.ts';
import type { Control } from '../customer/controls.ts';
import type { ReviewPage } from '../pages/review-page.ts';
import type { CodeTables } from '../rules/index.ts';
import { labelOf } from '../rules/labels.ts';
import type { CheckLine } from './check-line.ts';
import { differences, type Piece } from './differences.ts';

/** What the bureau has, and what it shall be, with the letters marked that differ. */
export interface Beside {
  was: Piece[];
  shall: Piece[];
}

/** For each field that a change changes, old beside new in words; a list as a whole. Masked ones may look alike. */
export function filedBeside(page: ReviewPage, codes: CodeTables): ReadonlyMap<string, Beside> {
  const worded = new Map(changesShown(page.form, codes).map((one) => [one.path, one]));
  return new Map(
    page.changed.map((path) => {
      const { was, shall } = worded.get(path) ?? { was: '••••', shall: '••••' };
      const pieces = worded.has(path)
        ? differences(was, shall)
        : [...differences(was, ''), ...differences('', shall)];
      return [
        path,
        {
          was: pieces.filter(({ kind }) => kind !== 'new'),
          shall: pieces.filter(({ kind }) => kind !== 'gone'),
        },
      ];
    }),
  );
}

/** The changed field that is said at a control: its own, a list at its first row, another leader at the tick for one. */
export function changeAt({ partial, arg }: Control, paths: Iterable<string>): string | undefined {
  const { name } = arg;
  const isNow = partial === 'check' && arg['checked'] === true;
  const leader = isNow ? `${name.replace(/_same$/, '')}.name` : '';
  return [...paths].find(
    (path) =>
      [path, `${path}.0`, `${path}.0.first`, `${path}.0.type`].includes(name) || path === leader,
  );
}

const LEADER = /^services\.\d+\.leader\./;

/** A line for each changed field that no control shows any more: what was taken away altogether. */
export function goneLines(
  beside: ReadonlyMap<string, Beside>,
  shown: ReadonlySet<string>,
): CheckLine[] {
  return [...beside]
    .filter(([path]) => !shown.has(path) && !LEADER.test(path) && labelOf(path) !== '')
    .map(([path, filed]) => ({
      ...{ path, label: labelOf(path), value: '', tone: null, verdicts: [], readings: [] },
      ...{ changed: null, asked: null, is_hidden: false, is_paper: false, look: null },
      ...{ pictures: [], filed },
    }));
}

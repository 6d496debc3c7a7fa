import { db } from '../../platform/db.ts';
import type { Conflict } from '../drafts/save-draft.ts';
import type { FilingForm } from '../forms.ts';
import { codeTables } from '../pages/checks.ts';
import { labelOf } from '../rules/index.ts';
import { allControls, inWords } from './controls.ts';
import { entitySections } from './entity-fields.ts';
import { serviceSections } from './service-fields.ts';

/** A field that two windows changed, with both values in words. */
export interface ShownConflict {
  path: string;
  label: string;
  message: string;
}

/** Says of each conflict what stands there and what was typed here, so that nobody has to guess. */
export async function shownConflicts(
  form: FilingForm,
  conflicts: readonly Conflict[],
): Promise<ShownConflict[]> {
  const codes = await codeTables(db);
  const sites = form.services.flatMap((_, index) => serviceSections({ form, codes, index }));
  const controls = allControls([...entitySections({ form, codes }), ...sites]);
  return conflicts.map(({ path, theirs, mine }) => {
    const control = controls.find(({ arg }) => arg.name === path);
    const words = (value: Conflict['mine']) => inWords(value, control?.arg['options']) || '（空）';
    return {
      path,
      label: control?.arg.label || labelOf(path) || '材料',
      message: `另一处已改为“${words(theirs)}”，您填的是“${words(mine)}”`,
    };
  });
}

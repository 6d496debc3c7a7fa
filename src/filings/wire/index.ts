import type { RecordToQueue } from '../../bureau/index.ts';
import type { FilingForm } from '../forms.ts';
import { changedParts } from '../kinds/changes.ts';
import { addedAccess, addedServices } from './added.ts';
import { pictures } from './attachments.ts';
import { change } from './changed.ts';
import { cancelled, droppedAccess } from './ended.ts';
import { initialFiling } from './initial.ts';
import { addedMaterials } from './materials.ts';

type Content = RecordToQueue extends infer R
  ? R extends RecordToQueue
    ? Pick<R, 'kind' | 'filing'>
    : never
  : never;

/** What goes to the bureau of a submitted request, and as which kind of record. Slow: never in a transaction. */
export async function wireFiling(form: FilingForm): Promise<Content> {
  const picture = pictures();
  const { kind } = form.request;
  switch (kind) {
    case 'initial':
      return { kind, filing: await initialFiling(form, picture) };
    case 'add_service':
      return { kind, filing: await addedServices(form, picture) };
    case 'add_access':
      return { kind, filing: await addedAccess(form, picture) };
    case 'change':
      return { kind: kindOfChange(form), filing: await change(form, picture) };
    case 'cancel_entity':
    case 'cancel_service':
      return { kind, filing: cancelled(form) };
    case 'drop_access':
      return { kind, filing: await droppedAccess(form) };
    case 'add_material':
      return { kind, filing: await addedMaterials(form, picture) };
    default:
      return kind satisfies never;
  }
}

/** A change of several parts goes by the one that weighs most; on the wire all three are one operation. */
function kindOfChange(form: FilingForm): 'change_entity' | 'change_service' | 'change_access' {
  const parts = changedParts(form);
  if (parts.has('entity')) return 'change_entity';
  return parts.has('service') ? 'change_service' : 'change_access';
}

import { addAccess } from './add-access.ts';
import { addMaterial } from './add-material.ts';
import { addService } from './add-service.ts';
import { cancelEntity, cancelService, dropAccess } from './cancel.ts';
import { changeAccess, changeEntity, changeService } from './change.ts';
import { checkAnswer } from './check-answer.ts';
import { initial } from './initial.ts';
import { unfiledAnswer } from './unfiled-answer.ts';

/** Records written by hand, each kind by code of its own: what the shipped profile is held against. */
export const BY_HAND = {
  initial,
  add_service: addService,
  add_access: addAccess,
  change_entity: changeEntity,
  change_service: changeService,
  change_access: changeAccess,
  cancel_entity: cancelEntity,
  cancel_service: cancelService,
  drop_access: dropAccess,
  add_material: addMaterial,
  check_answer: checkAnswer,
  unfiled_answer: unfiledAnswer,
} as const;

import type { z } from 'zod';
import { addAccess } from './add-access.ts';
import { addMaterial } from './add-material.ts';
import { addService } from './add-service.ts';
import { cancelEntity, cancelService, dropAccess } from './cancel.ts';
import { changeAccess, changeEntity, changeService } from './change.ts';
import { checkAnswer } from './check-answer.ts';
import { initial } from './initial.ts';
import type { Element } from './kind.ts';
import { unfiledAnswer } from './unfiled-answer.ts';

/** Every kind of record that goes up. To add one: a file here and a line in this table. */
export const KINDS = {
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

export type RecordKind = keyof typeof KINDS;
/** What each kind is made from, as a caller gives it. */
export type RecordContent = { [K in RecordKind]: z.input<(typeof KINDS)[K]['schema']> };

export const RECORD_KINDS = Object.keys(KINDS).filter(isRecordKind);

export function isRecordKind(word: string): word is RecordKind {
  return Object.hasOwn(KINDS, word);
}

/** The kinds that share a file with records of this element. */
export function kindsOf(element: Element): RecordKind[] {
  return RECORD_KINDS.filter((kind) => KINDS[kind].element === element);
}

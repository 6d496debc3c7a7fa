/** What a customer may ask a bureau for. V3.0 says 变更 once for all parts of a record, and so do we. */
export const FILING_KINDS = [
  'initial',
  'add_service',
  'add_access',
  'change',
  'cancel_entity',
  'cancel_service',
  'drop_access',
  'add_material',
] as const;
export type FilingKind = (typeof FILING_KINDS)[number];

export function isKind(word: string): word is FilingKind {
  return FILING_KINDS.some((kind) => kind === word);
}

/** For people. */
export const KIND_WORDS: Readonly<Record<FilingKind, string>> = {
  initial: '首次备案',
  add_service: '新增网站',
  add_access: '新增接入',
  change: '变更备案',
  cancel_entity: '注销主体',
  cancel_service: '注销网站',
  drop_access: '取消接入',
  add_material: '补交材料',
};

/** Filled in whole by the customer: which of them it is follows from what is filed already. */
export const ADDING: readonly FilingKind[] = ['initial', 'add_service', 'add_access'];
/** Something is to go: nothing is filled in but why. */
export const ENDING: readonly FilingKind[] = ['cancel_entity', 'cancel_service', 'drop_access'];

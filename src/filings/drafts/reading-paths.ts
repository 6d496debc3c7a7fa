import type { Reading } from '../../documents/index.ts';

/** One value that OCR read, and the field of the form it belongs to. `field` is OCR's own name. */
export interface ReadValue {
  path: string;
  field: string;
  value: string;
  confidence: number;
}

type Paths = Readonly<Record<string, string>>;

const CARD_FRONT: Paths = { name: 'name', id_number: 'id_number' };
const CARD_BACK: Paths = { valid_to: 'id_valid_until' };
/** The 法定代表人 of a licence is proposed as 主体负责人: most provinces want just him. */
const LICENCE: Paths = {
  name: 'name',
  credit_code: 'id_number',
  address: 'id_address',
  legal_person: 'leader.name',
  term: 'id_valid_until',
};

/** What kind of picture a slot takes, and where each thing that is read in it goes. */
function readAs(slot: string): { kind: Reading['kind']; at: string; paths: Paths } | undefined {
  const at = slot.startsWith('entity_leader')
    ? 'entity.leader'
    : slot
        .replace(/^service_(\d+)_leader_.*$/, 'services.$1.leader')
        .replace(/^entity_.*$/, 'entity');
  if (slot === 'entity_licence') return { kind: 'licence', at: 'entity', paths: LICENCE };
  if (slot === 'entity_id_front')
    return { kind: 'id_front', at, paths: { ...CARD_FRONT, address: 'id_address' } };
  if (slot.endsWith('_id_front')) return { kind: 'id_front', at, paths: CARD_FRONT };
  if (slot.endsWith('_id_back')) return { kind: 'id_back', at, paths: CARD_BACK };
  return undefined;
}

/** A photograph of a person: looked at only to see that it is no paper. */
export function isPortrait(slot: string): boolean {
  return slot.endsWith('_leader_photo');
}

/** Whether the picture is another kind of document than its slot takes: then nothing of it is filled in. */
export function isWrongKind(slot: string, reading: Reading): boolean {
  if (reading.kind === 'unknown') return false;
  return isPortrait(slot) || (readAs(slot)?.kind ?? reading.kind) !== reading.kind;
}

/** What was read in a picture, by the field of the form it belongs to; nothing for a slot that is not read. */
export function readValues(slot: string, reading: Reading): ReadValue[] {
  const expected = readAs(slot);
  if (!expected || isWrongKind(slot, reading)) return [];
  return Object.entries(expected.paths).flatMap(([field, path]) => {
    const read = reading.fields[field];
    const value = field === 'term' ? endOfTerm(read?.value ?? '') : read?.value.trim();
    if (!read || !value) return [];
    return [{ path: `${expected.at}.${path}`, field, value, confidence: read.confidence }];
  });
}

/** 2014年11月16日至2034年11月15日 → 2034-11-15, 至长期 → 长期; undefined when no end can be made out. */
function endOfTerm(term: string): string | undefined {
  const end = /至\s*(?:(长期)|(\d{4})年(\d{1,2})月(\d{1,2})日)/.exec(term);
  const [, open, year, month, day] = end ?? [];
  if (open) return open;
  return year && month && day
    ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    : undefined;
}

import { createHash } from 'node:crypto';
import { FIELDS, type FieldKey, type RowTexts } from './fields.ts';
import type { Fault, ReadRow } from './read-row.ts';

const ENTITY: readonly FieldKey[] = [
  ...(['entity_bureau_id', 'entity_name', 'entity_kind', 'id_type', 'id_number'] as const),
  ...(['id_address', 'mailing_address', 'investor', 'leader_name', 'leader_id_type'] as const),
  ...(['leader_id_number', 'leader_mobile', 'leader_office_phone', 'leader_email'] as const),
  'entity_remark',
];
const SERVICE: readonly FieldKey[] = [
  ...(['service_bureau_id', 'service_name', 'home_url', 'service_leader_name'] as const),
  ...(['service_leader_id_type', 'service_leader_id_number', 'service_leader_mobile'] as const),
  ...(['service_leader_email', 'service_remark'] as const),
];

/**
 * Watches over one file that the rows of one entity, and of one service, do not contradict each other: what one leaves
 * empty another may tell. Keeps only digests, so that a file of many thousand entities fits.
 */
export function agreement(): (row: number, texts: RowTexts, read: ReadRow) => Fault[] {
  const seen = new Map<string, { row: number; told: (string | undefined)[] }>();
  const compare = (key: string, fields: readonly FieldKey[], row: number, texts: RowTexts) => {
    const told = fields.map((field) => digest(texts[field]));
    const before = seen.get(key);
    if (!before) {
      seen.set(key, { row, told });
      return [];
    }
    const faults = fields.flatMap((field, at): Fault[] => {
      const [ours, theirs] = [told[at], before.told[at]];
      if (!ours || !theirs || ours === theirs) return [];
      const message = `${FIELDS[field].label}与第 ${before.row} 行不一致，同一${fields === ENTITY ? '主体' : '网站'}请写一样的`;
      return [{ field, message }];
    });
    if (faults.length === 0) before.told = told.map((one, at) => one ?? before.told[at]);
    return faults;
  };
  return (row, texts, { record: { entity, services } }) => [
    ...compare(entity.icp_number, ENTITY, row, texts),
    ...services.flatMap(({ icp_number }) => compare(icp_number, SERVICE, row, texts)),
  ];
}

/** Six bytes: two texts that share them by chance are one in millions of millions. */
function digest(text: string): string | undefined {
  if (text === '') return undefined;
  return createHash('sha256').update(text).digest('base64').slice(0, 8);
}

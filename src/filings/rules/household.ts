import type { EntityForm } from '../forms.ts';
import { PROVINCES } from '../provinces/index.ts';

/**
 * Whether an individual's papers are from another province than he files in: by the province his address
 * names, else by the first two digits of his number (where he was first registered). Unknown is no.
 */
export function outOfProvince(entity: EntityForm): boolean {
  const home = householdProvince(entity);
  return home !== undefined && home !== `${entity.province_code.slice(0, 2)}0000`;
}

/** The province code of the 证件住所; undefined when neither the address nor the number tells. */
export function householdProvince(entity: EntityForm): string | undefined {
  const named = PROVINCES.find(({ name }) => entity.id_address.startsWith(name));
  if (named) return named.code;
  const prefix = /^[1-6]\d{16}[\dX]$/.exec(entity.id_number)?.[0].slice(0, 2);
  return PROVINCES.find(({ code }) => code.slice(0, 2) === prefix)?.code;
}

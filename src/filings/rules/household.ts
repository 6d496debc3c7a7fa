import type { EntityForm } from '../forms.ts';
import { PROVINCES } from '../provinces/index.ts';

/**
 * Whether an individual's papers are from another province than he files in: by the province his address
 * names, else by the first two digits of his number (where he was first registered). Unknown is no.
 */
export function outOfProvince(entity: EntityForm): boolean {
  const prefix = /^[1-6]\d{16}[\dX]$/.exec(entity.id_number)?.[0].slice(0, 2) ?? 'none';
  const home = provinceNamedIn(entity.id_address) ?? codeStarting(prefix);
  return home !== undefined && home !== `${entity.province_code.slice(0, 2)}0000`;
}

/** The code of the province an address begins with: 浙江省杭州市… → 330000. */
export function provinceNamedIn(address: string): string | undefined {
  return PROVINCES.find(({ name }) => address.startsWith(name))?.code;
}

function codeStarting(prefix: string): string | undefined {
  return PROVINCES.find(({ code }) => code.startsWith(prefix))?.code;
}

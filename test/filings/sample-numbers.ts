import {
  creditCheckCharacter,
  idCheckCharacter,
  organizationCheckCharacter,
} from '../../src/filings/rules/checksums.ts';

/** A resident ID number that nobody has: county codes with city 99 are never assigned. */
export function idNumber(province: string, birth: string, sequence: number): string {
  const first17 = `${province.slice(0, 2)}9901${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + idCheckCharacter(first17);
}

/** A 统一社会信用代码 of an enterprise that does not exist, from eight characters of an organization code. */
export function creditCode(province: string, body: string, start = '91'): string {
  const first17 = `${start}${province.slice(0, 2)}9901${body}${organizationCheckCharacter(body)}`;
  return first17 + creditCheckCharacter(first17);
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character of a resident ID number, from its first 17 digits. GB 11643, ISO 7064 MOD 11-2. */
export function idCheckCharacter(first17: string): string {
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(first17[at]), 0);
  return '10X98765432'[sum % 11] ?? '';
}

/** Whether 18 characters have the check character of GB 11643. Says nothing about the date within. */
export function isIdNumber(text: string): boolean {
  return /^\d{17}[\dX]$/.test(text) && idCheckCharacter(text.slice(0, 17)) === text[17];
}

/** The birth date within a resident ID number, 'YYYY-MM-DD'; undefined when there is no such day. */
export function birthDateOf(idNumber: string): string | undefined {
  const [, year, month, day] = /^\d{6}(\d{4})(\d\d)(\d\d)/.exec(idNumber) ?? [];
  const text = `${year}-${month}-${day}`;
  return isDate(text) && text >= '1880-01-01' ? text : undefined;
}

/** Whether 'YYYY-MM-DD' is a day of the calendar. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The 18th character of a 统一社会信用代码, from its first 17. GB 32100. */
export function creditCheckCharacter(first17: string): string {
  const sum = CREDIT_WEIGHTS.reduce(
    (total, weight, at) => total + weight * CREDIT_ALPHABET.indexOf(first17[at] ?? ''),
    0,
  );
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31] ?? '';
}

/** Whether 18 characters are a 统一社会信用代码 by alphabet and check character (GB 32100). */
export function isCreditCode(text: string): boolean {
  return (
    /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(text) &&
    creditCheckCharacter(text.slice(0, 17)) === text[17]
  );
}

/** The 9th character of an organization code, from its first 8. GB 11714. */
export function organizationCheckCharacter(first8: string): string {
  const sum = ORGANIZATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * Number.parseInt(first8[at] ?? '', 36),
    0,
  );
  return '0X987654321'[sum % 11] ?? '';
}

/** Whether a text is a 组织机构代码 with or without its hyphen (GB 11714). */
export function isOrganizationCode(text: string): boolean {
  const bare = text.replace(/^(.{8})-/, '$1');
  return (
    /^[0-9A-Z]{8}[0-9X]$/.test(bare) && organizationCheckCharacter(bare.slice(0, 8)) === bare[8]
  );
}

/** The 15th digit of an old business licence number, from its first 14. ISO 7064 MOD 11,10. */
export function licenceCheckDigit(first14: string): string {
  let product = 10;
  for (const digit of first14) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** Whether a text is an old 15-digit business licence number. */
export function isOldLicence(text: string): boolean {
  return /^\d{15}$/.test(text) && licenceCheckDigit(text.slice(0, 14)) === text[14];
}

/** The person's age on a day, in whole years; both 'YYYY-MM-DD'. */
export function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

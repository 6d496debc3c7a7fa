/** GB 32100: 31 characters, without I, O, S, V, Z. */
export const CREDIT_CODE_CHARS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** Both independent checks hold: the whole code's (GB 32100) and that of the code inside it (GB 11714). */
export function isCreditCode(text: string): boolean {
  return hasCreditCodeCheck(text) && hasOrganisationCheck(text.slice(8, 17));
}

/** GB 32100 only: form, province and mod 31 check character. */
export function hasCreditCodeCheck(text: string): boolean {
  if (!/^[1-9A-GNY][1-9]\d{6}[\dA-Z]{10}$/.test(text)) return false;
  const values = [...text].map((char) => CREDIT_CODE_CHARS.indexOf(char));
  if (values.includes(-1)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * values[i]!, 0);
  return values[17] === (31 - (sum % 31)) % 31;
}

/** GB 11714 over nine characters: mod 11, X stands for 10, letters count from A = 10. */
export function hasOrganisationCheck(text: string): boolean {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, i) => total + weight * Number.parseInt(text[i]!, 36),
    0,
  );
  return text[8] === '0X987654321'[sum % 11];
}

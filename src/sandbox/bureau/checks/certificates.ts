const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const ORGAN_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** 居民身份证 by GB 11643: form, date of birth, check digit. */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false;
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)];
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(born.getTime()) || born.getUTCDate() !== Number(day)) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return text[17] === '10X98765432'[sum % 11];
}

/** 统一社会信用代码 by GB 32100. */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text)) return false;
  const sum = CREDIT_WEIGHTS.reduce(
    (total, weight, i) => total + weight * CREDIT_ALPHABET.indexOf(text[i] ?? ''),
    0,
  );
  return CREDIT_ALPHABET.indexOf(text[17] ?? '') === (31 - (sum % 31)) % 31;
}

/** 组织机构代码 by GB 11714, with or without its hyphen. */
export function isOrganCode(text: string): boolean {
  if (!/^[0-9A-Z]{8}-?[0-9X]$/.test(text)) return false;
  const sum = ORGAN_WEIGHTS.reduce(
    (total, weight, i) => total + weight * Number.parseInt(text[i] ?? '', 36),
    0,
  );
  const digit = 11 - (sum % 11);
  return text.slice(-1) === (digit === 10 ? 'X' : String(digit % 11));
}

/** 15-digit business licence number, ISO 7064 MOD 11,10. */
export function isOldLicence(text: string): boolean {
  if (!/^\d{15}$/.test(text)) return false;
  let product = 10;
  for (const digit of text.slice(0, 14)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + Number(text[14])) % 10 === 1;
}

/** Whether a number can belong to a certificate of that type. 1015 for an ID card, else 1008. */
export function certificateCode(type: string, number: string): number | undefined {
  if (type === '2') return isIdNumber(number) ? undefined : 1015;
  const fits =
    (type === '1' && (isCreditCode(number) || isOldLicence(number))) ||
    (['13', '15', '24'].includes(type) && isCreditCode(number)) ||
    (['3', '9', '10', '12', '16', '18', '20'].includes(type) && isOrganCode(number)) ||
    (!['1', '13', '15', '24', '3', '9', '10', '12', '16', '18', '20'].includes(type) &&
      number.length >= 4);
  return fits ? undefined : 1008;
}

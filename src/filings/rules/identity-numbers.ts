import {
  birthDateOf,
  isCreditCode,
  isIdNumber,
  isOldLicence,
  isOrganizationCode,
} from './checksums.ts';

/** What is wrong with a document's number; undefined when nothing is. */
export interface Wrong {
  message: string;
  suggestion: string;
}

type Check = (number: string) => Wrong | undefined;

/** What helps with most wrong numbers, as the reason of the bureau's code says it too. */
export const RETYPE = '请对照证件逐位核对，或重新拍照识别';
const MAINLAND = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])/;

const residentId: Check = (number) => {
  if (/^\d{15}$/.test(number)) {
    return {
      message: '这是 15 位的旧身份证号码，已不能使用',
      suggestion: '请填写 18 位身份证号码',
    };
  }
  if (!/^\d{17}[\dX]$/.test(number)) {
    return { message: `身份证号码应为 18 位，现在是 ${number.length} 位`, suggestion: RETYPE };
  }
  // Only the province: counties come and go, and old numbers keep the code of their day.
  if (!MAINLAND.test(number))
    return { message: '身份证号码前两位不是省份代码', suggestion: RETYPE };
  return dateAndCheck(number, '身份证号码');
};

const residencePermit =
  (prefix: RegExp, name: string, starts: string): Check =>
  (number) => {
    if (/^\d{17}[\dX]$/.test(number) && prefix.test(number)) return dateAndCheck(number, name);
    return { message: `${name}号码应为 18 位，以 ${starts} 开头`, suggestion: RETYPE };
  };

function dateAndCheck(number: string, name: string): Wrong | undefined {
  if (birthDateOf(number) === undefined) {
    return { message: `${name}中的出生日期不存在`, suggestion: RETYPE };
  }
  return isIdNumber(number)
    ? undefined
    : { message: `${name}校验位不对，至少有一位写错`, suggestion: RETYPE };
}

const permanentResident: Check = (number) => {
  if (/^[A-Z]{3}\d{12}$/.test(number)) return undefined;
  if (/^9\d{17}$/.test(number) && isIdNumber(number)) return undefined;
  return {
    message: '外国人永久居留身份证号码应为 3 个字母加 12 位数字，或以 9 开头的 18 位数字',
    suggestion: RETYPE,
  };
};

const shaped =
  (pattern: RegExp, message: string): Check =>
  (number) =>
    pattern.test(number) ? undefined : { message, suggestion: RETYPE };

const creditCode: Check = (number) => {
  if (isCreditCode(number)) return undefined;
  const odd = /[^0-9A-HJ-NP-RTUWXY]/.exec(number)?.[0];
  if (number.length !== 18) {
    return {
      message: `统一社会信用代码应为 18 位，现在是 ${number.length} 位`,
      suggestion: RETYPE,
    };
  }
  if (odd) {
    const suggestion = '代码里没有字母 I O S V Z：多半是数字 1、0、5、2 认错了，请对照证件修改';
    return { message: `统一社会信用代码里不会有“${odd}”`, suggestion };
  }
  return { message: '统一社会信用代码校验位不对，至少有一位写错', suggestion: RETYPE };
};

const businessLicence: Check = (number) =>
  number.length === 15 && isOldLicence(number) ? undefined : creditCode(number);

const organizationCode: Check = (number) =>
  isOrganizationCode(number) || isCreditCode(number)
    ? undefined
    : { message: '组织机构代码应为 8 位数字或字母加 1 位校验码', suggestion: RETYPE };

const anyNumber = shaped(
  /^[\p{Script=Han}A-Z0-9()（）〔〕［］[\]\-—]{4,}$/u,
  '证件号码太短，或含有不该出现的符号',
);

// A map, since what is looked up was sent by a browser and may be called `constructor`.
const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries({
    '1': businessLicence,
    '2': residentId,
    '7': shaped(/^[A-Z0-9]{5,20}$/, '护照号码应为 5 至 20 位字母和数字'),
    '11': shaped(/^\d{8}(\d{2}[A-Z]?)?$/, '台湾居民来往大陆通行证号码应为 8 位数字'),
    '13': creditCode,
    '14': shaped(/^[HM]\d{8}(\d{2})?$/, '港澳居民来往内地通行证号码应为 H 或 M 加 8 位数字'),
    '15': creditCode,
    '24': creditCode,
    '30': permanentResident,
    '41': residencePermit(/^8[12]/, '港澳居民居住证', '81 或 82'),
    '42': residencePermit(/^83/, '台湾居民居住证', '83'),
    ...Object.fromEntries(
      ['3', '9', '10', '12', '16', '18', '20'].map((type) => [type, organizationCode]),
    ),
  }),
);

/** Checks a number, upper case and without spaces, against the form of its document type (Zjlx id). */
export function wrongNumber(idType: string, number: string): Wrong | undefined {
  return (CHECKS.get(idType) ?? anyNumber)(number);
}

/** The birth date a document's number carries, where it carries one. */
export function birthDateIn(idType: string, number: string): string | undefined {
  if (['2', '41', '42'].includes(idType)) return birthDateOf(number);
  return idType === '30' && number.length === 18 ? birthDateOf(number) : undefined;
}

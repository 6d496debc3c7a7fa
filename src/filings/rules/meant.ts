import { isDate } from './checksums.ts';

/** Which fields are read leniently, and how; all others are free text. */
const FIELDS: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/(^|\.)id_number$/, idNumber],
  [/(^|\.)id_valid_until$/, validUntil],
  [/(^|\.)(emergency_)?mobile$/, mobile],
  [/(^|\.)office_phone$/, officePhone],
  [/(^|\.)email$/, plain],
  [/^services\.\d+\.domains\.\d+$/, domain],
  [/^services\.\d+\.home_url$/, homeUrl],
  [/^services\.\d+\.access\.ips\.\d+\.(first|last)$/, plain],
];

/** What a person meant by what he typed into this field; what is not understood, and free text, stays as it is. */
export function meant(path: string, text: string): string {
  const [, read] = FIELDS.find(([shape]) => shape.test(path)) ?? [];
  return read ? read(text) : text;
}

/** Full-width letters and digits become plain ones. */
export function plain(text: string): string {
  return text.normalize('NFKC').trim();
}

/** Plain, and without some characters; what they held apart may combine, so it is made plain again. */
function bare(text: string, without: RegExp): string {
  return plain(plain(text).replace(without, ''));
}

/** Letters beyond ASCII keep their case: changing it would not always be undone by changing it back. */
export function idNumber(text: string): string {
  return bare(text, /\s/g).replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** 例: `１３８ 0000 0000`, `+86 138…` → digits only. */
export function mobile(text: string): string {
  return bare(text, /[\s-]/g).replace(/^(\+|00)?86(?=1\d{10}$)/, '');
}

/** 例: `0571 8888 6666`, `（010）88886666` → area code, "-", number. Area codes of three digits are 010 and 02x. */
export function officePhone(text: string): string {
  const typed = bare(text, /\s/g).replace(/[—–]+/g, '-');
  return typed.replace(/^\(?(010|02\d|0[3-9]\d\d)\)?-?(\d{7,8})$/, '$1-$2');
}

const DAY = String.raw`(\d{4})(?:[.。/年-](\d{1,2})[.。/月-](\d{1,2})日?|(\d\d)(\d\d))`;
const END = new RegExp(`^(?:${DAY.replaceAll('(\\d', '(?:\\d')}(?=[至到~—–-]))?[至到~—–-]*${DAY}$`);
const UNLIMITED = /(^|[至到~—–-])(长期|永久|长期有效|永久有效|无固定期限)$/;

/** 例: `2036.05.08`, `20360508`, `2016年5月8日至2036年5月8日` → 2036-05-08; `2016.05.08-长期` → 长期. */
export function validUntil(text: string): string {
  const typed = bare(text, /\s/g);
  if (UNLIMITED.test(typed)) return '长期';
  const [, year = '', month, day, twoMonth = '', twoDay = ''] = END.exec(typed) ?? [];
  const date = [year, month ?? twoMonth, day ?? twoDay].map((part) => part.padStart(2, '0'));
  return isDate(date.join('-')) ? date.join('-') : typed;
}

/** 例: `https://www.Example.CN/index.html` → example.cn: the name itself, without what stands around it. */
export function domain(text: string): string {
  const typed = plain(text)
    .replace(/。/g, '.')
    .replace(/[.\s]+$/, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const [host = ''] = typed.replace(/^https?:\/*/, '').split(/[/?#:]/);
  const name = host.replace(/^www\.(?=.+\.)/, '');
  // Without a dot it is no name: then all of it is left for the person to see.
  if (name === typed || !/[^.]\.[^.]/.test(name)) return typed;
  return domain(name);
}

/** Its scheme and path stay: they are part of the address. */
export function homeUrl(text: string): string {
  return plain(text).replace(/。/g, '.');
}

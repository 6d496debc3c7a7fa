import type { FilingForm } from '../forms.ts';
import { dottedIp, ipNumber } from '../rules/addresses-v4.ts';
import { asciiDomain } from '../rules/suffixes.ts';
import type { Candidate } from './expand.ts';

/** Whether what a bureau quotes is what stands at a place of the form, however each of them writes it. */
export function isQuoted({ path, value }: Candidate, quoted: string, form: FilingForm): boolean {
  if (value === '' || quoted === '') return false;
  if (path.includes('.access.ips.')) return sharesAddress(path, quoted, form);
  const [one, other] = [plain(value), plain(quoted)];
  if (one === other) return true;
  if (path.includes('.domains.')) return sameDomain(one, other);
  if (path.endsWith('.home_url')) return bareUrl(one) === bareUrl(other);
  if (/(mobile|phone)$/.test(path)) return digits(one) === digits(other) && digits(one).length >= 7;
  // A description is cut off after 255 characters, so a long quotation may be the beginning only.
  return other.length >= 12 && one.startsWith(other);
}

/** Single values in a quotation that may hold several. */
export function quotedValues(quoted: string): string[] {
  const whole = quoted.trim();
  const parts = whole.split(/[;；、，,\s]+/).filter((part) => part.length > 3);
  return [...new Set([whole, ...parts])].filter((part) => part !== '');
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}

const digits = (text: string) => text.replace(/\D/g, '');

function sameDomain(one: string, other: string): boolean {
  const quoted = asciiDomain(other.replace(/^www\./, ''));
  return quoted !== '' && asciiDomain(one) === quoted;
}

const bareUrl = (url: string) => url.replace(/^https?:\/\//, '').replace(/\/+$/, '');

/** Bureaus quote addresses dotted, as the number on the wire, or as a range. */
function sharesAddress(path: string, quoted: string, form: FilingForm): boolean {
  const [, service, row] = /^services\.(\d+)\.access\.ips\.(\d+)/.exec(path) ?? [];
  const range = form.services[Number(service)]?.access.ips[Number(row)];
  const first = ipNumber(range?.first ?? '');
  const last = ipNumber(range?.last || (range?.first ?? ''));
  const found = [...quoted.matchAll(/\d{1,3}(\.\d{1,3}){3}|\b\d{8,10}\b/g)].flatMap(
    ([text]) => ipNumber(text.includes('.') ? text : dottedIp(Number(text))) ?? [],
  );
  return (
    first !== undefined &&
    last !== undefined &&
    found.some((address) => first <= address && address <= last)
  );
}

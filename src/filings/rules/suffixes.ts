import { domainToASCII } from 'node:url';
import type { CodeRow } from './types.ts';

/** A host name in the form of the DNS; '' when it cannot be one. 例.公司 → xn--fsq.xn--55qx5d */
export function asciiDomain(domain: string): string {
  if (!/^[^\s/\\:@?#%[\]_,;，；]+$/.test(domain)) return '';
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  const sound = labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  // A last label of digits is an IP address, however it is written.
  return sound && labels.length > 1 && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : '';
}

/** The longest suffix of a table under which this name is registered; undefined when it knows none. */
export function suffixOf(ascii: string, suffixes: readonly CodeRow[]): CodeRow | undefined {
  const labels = ascii.split('.');
  for (let from = 1; from < labels.length; from += 1) {
    const tail = labels.slice(from).join('.');
    const found = suffixes.find(({ id }) => id === tail);
    if (found) return found;
  }
  return undefined;
}

/** The part of a name that is registered: www.example.com.cn → example.com.cn */
export function registrableOf(ascii: string, suffix: CodeRow): string {
  const depth = suffix.id.split('.').length + 1;
  return ascii.split('.').slice(-depth).join('.');
}

const DOMAIN_WITHIN = /[a-z0-9-]\.(com|cn|net|org|top|xyz|vip|shop|club|cc|tv|io)\b/i;

/** Whether a name that should be words is, or holds, a domain or an address. */
export function looksLikeDomain(name: string): boolean {
  const whole = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i.test(name);
  return (
    whole ||
    /^(https?:\/\/|www\.)/i.test(name) ||
    DOMAIN_WITHIN.test(name) ||
    /\.(公司|网络|中国|网址)$/.test(name)
  );
}

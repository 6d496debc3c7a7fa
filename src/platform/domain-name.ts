import { domainToASCII } from 'node:url';

/**
 * A domain as it is kept and compared: the form of the DNS ("xn--…"), lower case, without a dot at its end. What cannot
 * be one stays as it is, in lower case.
 */
export function plainDomain(domain: string): string {
  const plain = domain.trim().toLowerCase().replace(/\.$/, '');
  return domainToASCII(plain) || plain;
}

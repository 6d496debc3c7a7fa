import { blindIndex } from '../../platform/seal.ts';

const MOBILE = /^1[3-9]\d{9}$/;
const EMAIL = /^[^\s@<>()[\],;:"\\]{1,64}@[^\s@<>()[\],;:"\\]+\.[^\s@<>()[\],;:"\\]{2,}$/;

export type Identifier = { kind: 'email' | 'mobile'; value: string };

/** A mail address in its one stored form (lower case, at most 128 characters), or undefined. */
export function emailIn(text: string): string | undefined {
  const email = text.normalize('NFKC').trim().toLowerCase();
  return email.length <= 128 && EMAIL.test(email) ? email : undefined;
}

/** A mobile number of mainland China in its one stored form (11 digits), or undefined. */
export function mobileIn(text: string): string | undefined {
  const mobile = text
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .replace(/^(\+?86)(?=1\d{10}$)/, '');
  return MOBILE.test(mobile) ? mobile : undefined;
}

/** What a person types to sign in: a mail address or a mobile number. */
export function identifierIn(text: string): Identifier | undefined {
  const mobile = mobileIn(text);
  if (mobile) return { kind: 'mobile', value: mobile };
  const email = emailIn(text);
  return email ? { kind: 'email', value: email } : undefined;
}

export const emailIndex = (email: string) => blindIndex(email, 'users.email');
export const mobileIndex = (mobile: string) => blindIndex(mobile, 'users.mobile');

import { hash, verify } from '@node-rs/argon2';
import { COMMON_PASSWORDS } from './common-passwords.ts';

/** argon2id (the library's default algorithm), 19 MiB, 2 passes: OWASP's first recommendation. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const SHORTEST = 10;
const LONGEST = 128;

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), COST);
}

let dummy: Promise<string> | undefined;

/** False also when there is no hash, and then it takes as long: nobody learns whether the account exists. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  dummy ??= hashPassword('nobody has this password');
  const matches = await verify(stored ?? (await dummy), password.normalize('NFKC'));
  return matches && stored !== null;
}

/** What is wrong with a new password, in words; undefined when it is fine. `own` are the person's name, mail, mobile. */
export function passwordFault(password: string, own: (string | null)[]): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if (password.length < SHORTEST) return `密码至少 ${SHORTEST} 位`;
  if (password.length > LONGEST) return `密码不超过 ${LONGEST} 位`;
  if (own.some((text) => text && isSame(plain, text))) return '密码不能与姓名、邮箱或手机号相同';
  if (COMMON_PASSWORDS.has(plain) || new Set(plain).size <= 2) return '这个密码太常见，请换一个';
  return undefined;
}

function isSame(plain: string, own: string): boolean {
  const lower = own.normalize('NFKC').toLowerCase();
  return plain === lower || plain === lower.split('@')[0];
}

import { timingSafeEqual } from 'node:crypto';
import { isInside } from './clock.ts';
import { fromBase64, hashBase64, toGbk } from './codec.ts';
import type { Result } from './returns.ts';
import type { Account } from './state.ts';
import type { World } from './world.ts';

type Parameters = Record<string, string>;

/**
 * The checks that every method makes before its own, in this order: maintenance and hours (901, 902,
 * 20), who (4), random string (16), password (12 when malformed, else 5), address (12), province
 * (13), right to report (19), hash algorithm (10). The order is a guess; no source gives it.
 */
export function authenticate(
  world: World,
  method: string,
  parameters: Parameters,
  from: string,
): { account: Account } | { refused: Result } {
  const uploading = method === 'isp_upload';
  const closed = closedNow(world, uploading);
  if (closed) return { refused: closed };
  const account = world.account(Number(parameters['ispId']));
  if (!account || account.user_name !== parameters['userName']) return { refused: { code: 4 } };
  const code =
    secretCode(world, account, parameters) ??
    placeCode(world, account, from) ??
    (uploading && !account.rights ? 19 : undefined) ??
    (!uploading && parameters['hashAlgorithm'] !== world.speech.codes.hash ? 10 : undefined);
  return code === undefined ? { account } : { refused: { code } };
}

function closedNow(world: World, uploading: boolean): Result | undefined {
  const { maintenance, window } = world.state;
  if (maintenance) return { code: uploading ? 901 : 902 };
  if (uploading && !isInside(window, world.now())) return { code: 20, detail: window };
  return undefined;
}

function secretCode(
  { speech }: World,
  account: Account,
  parameters: Parameters,
): number | undefined {
  const random = parameters['randVal'] ?? '';
  if (random.length < speech.random_length) return 16;
  if (random.length > speech.random_length || !/^[0-9A-Za-z]+$/.test(random)) return 12;
  const given = fromBase64(parameters['pwdHash'] ?? '');
  const { password, user_name } = account;
  const secrets: Record<string, string> = { password, user_name, random };
  const proof = toGbk(speech.proof.map((part) => secrets[part] ?? '').join(''));
  const right = Buffer.from(hashBase64(speech.hash, proof), 'base64');
  if (given?.length !== right.length) return 12;
  return timingSafeEqual(given, right) ? undefined : 5;
}

function placeCode(world: World, account: Account, from: string): number | undefined {
  const { allowed_ips } = account;
  if (allowed_ips.length && !allowed_ips.includes(from.replace(/^::ffff:/, ''))) return 12;
  return account.province === world.settings.province ? undefined : 13;
}

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const ALGORITHM = 'ACS3-HMAC-SHA256';
const QUARTER = 15 * 60e3;

const sha256 = (content: Buffer | string): string =>
  createHash('sha256').update(content).digest('hex');

/** Percent-encoding of RFC 3986, as the signature wants it. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export interface SignedCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  now: number;
}

/**
 * Checks a request signed with ACS3-HMAC-SHA256. Gives the error code of Aliyun, or nothing when it
 * is right. Every x-acs-* header, host and content-type must be among the signed ones.
 */
export function signatureFault(
  call: SignedCall,
  keyId: string,
  secret: string,
): string | undefined {
  const form = new RegExp(
    `^${ALGORITHM} Credential=([^,]+),\\s*SignedHeaders=([^,]+),\\s*Signature=([0-9a-f]{64})$`,
  );
  const [, id, names = '', given = ''] = form.exec(call.headers.authorization ?? '') ?? [];
  if (!id) return 'IncompleteSignature';
  if (id !== keyId) return 'InvalidAccessKeyId.NotFound';
  if (header(call, 'x-acs-content-sha256') !== sha256(call.body)) return 'SignatureDoesNotMatch';
  const at = Date.parse(header(call, 'x-acs-date'));
  if (!(Math.abs(call.now - at) <= QUARTER)) return 'InvalidTimeStamp.Expired';
  if (!header(call, 'x-acs-signature-nonce')) return 'MissingSignatureNonce';
  const signed = names.split(';');
  const owed = Object.keys(call.headers).filter(
    (name) => name === 'host' || name.startsWith('x-acs-'),
  );
  if (!owed.every((name) => signed.includes(name))) return 'SignatureDoesNotMatch';
  const right = createHmac('sha256', secret)
    .update(`${ALGORITHM}\n${sha256(canonical(call, signed))}`)
    .digest();
  return timingSafeEqual(right, Buffer.from(given, 'hex')) ? undefined : 'SignatureDoesNotMatch';
}

const header = ({ headers }: SignedCall, name: string): string =>
  String(headers[name] ?? '').trim();

function canonical(call: SignedCall, signed: string[]): string {
  const query = [...call.query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const lines = [...signed].sort().map((name) => `${name}:${header(call, name)}\n`);
  const names = [...signed].sort().join(';');
  return [call.method, call.path, query, lines.join(''), names, sha256(call.body)].join('\n');
}

import { createHash, createHmac } from 'node:crypto';

export interface SignedRequest {
  url: string;
  headers: Record<string, string>;
}

export interface ApiCall {
  endpoint: string;
  action: string;
  version: string;
  params: Record<string, string>;
  access_key_id: string;
  access_key_secret: string;
  at: Date;
  nonce: string;
}

const EMPTY = sha256('');

/** Signs a POST without a body by ACS3-HMAC-SHA256 (Alibaba Cloud, "V3 request body & signature"). */
export function signedRequest(call: ApiCall): SignedRequest {
  const url = new URL(call.endpoint);
  const query = canonicalQuery(call.params);
  const headers: Record<string, string> = {
    host: url.host,
    'x-acs-action': call.action,
    'x-acs-content-sha256': EMPTY,
    'x-acs-date': call.at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': call.nonce,
    'x-acs-version': call.version,
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const signedNames = names.join(';');
  const request = ['POST', '/', query, lines, signedNames, EMPTY].join('\n');
  const signature = createHmac('sha256', call.access_key_secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(request)}`)
    .digest('hex');
  headers['Authorization'] =
    `ACS3-HMAC-SHA256 Credential=${call.access_key_id},SignedHeaders=${signedNames},Signature=${signature}`;
  return { url: `${url.origin}/?${query}`, headers };
}

function canonicalQuery(params: Record<string, string>): string {
  return Object.keys(params)
    .sort()
    .map((name) => `${encode(name)}=${encode(params[name] ?? '')}`)
    .join('&');
}

/** RFC 3986: encodeURIComponent leaves five characters alone that the service expects encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

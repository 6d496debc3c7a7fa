import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import iconv from 'iconv-lite';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { getJson, postJson } from './process.ts';

/** What the bureau issued; the defaults of the sandbox. */
export const ACCOUNT = {
  isp: '10001',
  user: 'beika',
  password: 'beika-sandbox',
  key: '0123456789abcdef',
  iv: '0102030405060708',
  encrypt: true,
};
export type Account = typeof ACCOUNT;

const NS = 'http://webservice.isp.beian.sandbox/';
const PATHS: Record<string, string> = {
  isp_querybeianstatus: '/BeianStatusWebService/queryBeianStatus',
  isp_verifybamm: '/BeianStatusWebService/verifyBamm',
};

export const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');
export const gbk = (text: string): Buffer => iconv.encode(text, 'gbk');

export async function zipOf(entries: Record<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(content, name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

export function aes(account: Account, bytes: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-cbc', account.key, account.iv);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

export function unAes(account: Account, bytes: Buffer): Buffer {
  const cipher = createDecipheriv('aes-128-cbc', account.key, account.iv);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** The parameters that prove who is calling, with a fresh random string. */
export function auth(account: Account = ACCOUNT): Record<string, string> {
  const randVal = randomBytes(10).toString('hex');
  return {
    ispId: account.isp,
    userName: account.user,
    randVal,
    pwdHash: md5(gbk(account.password + randVal)),
    hashAlgorithm: '0',
  };
}

export interface Answer {
  code: number;
  msg: string;
  /** The document inside <return>. */
  document: string;
}

const toXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const fromXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#13;', '\r')
    .replaceAll('&amp;', '&');

/** The text of the first element of that name. */
export const inner = (xml: string, name: string): string =>
  new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '';
/** The texts of all elements of that name. */
export const inners = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'))].map(([, t]) => t ?? '');

/** The envelope of a call, as a document/literal client writes it. */
export function envelope(method: string, parameters: Record<string, string>, ns = NS): string {
  const fields = Object.entries(parameters).map(([k, v]) => `<${k}>${toXml(v)}</${k}>`);
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><q:${method} xmlns:q="${ns}">${fields.join('')}</q:${method}></soap:Body></soap:Envelope>`;
}

export async function post(url: string, method: string, body: string): Promise<Response> {
  return fetch(url + (PATHS[method] ?? '/ISPWebService/upDownLoad'), {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '""' },
    body,
  });
}

/** One call; throws when no whole SOAP answer comes back. */
export async function call(
  url: string,
  method: string,
  parameters: Record<string, string>,
): Promise<Answer> {
  const response = await post(url, method, envelope(method, parameters));
  const document = fromXml(inner(await response.text(), 'return'));
  if (response.status !== 200 || !document) throw new Error(`HTTP ${response.status}`);
  return { code: Number(inner(document, 'msg_code')), msg: inner(document, 'msg'), document };
}

/** The parameters of an upload, ready for a test to spoil one of them. */
export async function uploadOf(
  xml: string,
  sequence: number,
  account: Account = ACCOUNT,
  name = `up${sequence}.xml`,
): Promise<Record<string, string>> {
  const zip = await zipOf({ [name]: gbk(xml) });
  return {
    ...auth(account),
    beianInfo: (account.encrypt ? aes(account, zip) : zip).toString('base64'),
    beianInfoHash: md5(zip),
    dataSequence: String(sequence),
    encryptAlgorithm: account.encrypt ? '1' : '0',
    compressionFormat: '0',
  };
}

export const upload = async (url: string, xml: string, sequence: number): Promise<Answer> =>
  call(url, 'isp_upload', await uploadOf(xml, sequence));

export interface Received extends Answer {
  name: string;
  /** The base64 as it came. */
  payload: string;
  zip: Buffer;
  xml: string;
}

/** Calls isp_download and opens what came: decrypted, hash compared, unzipped. */
export async function download(url: string, account: Account = ACCOUNT): Promise<Received> {
  const answer = await call(url, 'isp_download', auth(account));
  return opened(answer, account);
}

/** Opens the fileInfos of a download or of isp_querypreviousupload. */
export async function opened(answer: Answer, account: Account = ACCOUNT): Promise<Received> {
  const payload = inner(answer.document, 'beianInfo');
  const name = inner(answer.document, 'return_FileName');
  if (!payload) return { ...answer, name, payload, zip: Buffer.alloc(0), xml: '' };
  const bytes = Buffer.from(payload.replace(/\s/g, ''), 'base64');
  const encrypted = inner(answer.document, 'encryptAlgorithm') === '1';
  const zip = encrypted ? unAes(account, bytes) : bytes;
  if (md5(zip) !== inner(answer.document, 'beianInfoHash')) throw new Error('hash differs');
  return { ...answer, name, payload, zip, xml: iconv.decode(await onlyEntry(zip, name), 'gbk') };
}

async function onlyEntry(bytes: Buffer, name: string): Promise<Buffer> {
  const zip = await yauzl.fromBufferPromise(bytes);
  const parts: Buffer[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) throw new Error(`${entry.fileName} is not ${name}`);
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}

export const ack = async (url: string, fileName: string, account = ACCOUNT): Promise<Answer> =>
  call(url, 'isp_downloadack', { ...auth(account), fileName });

/** Downloads and acknowledges until nothing is left; gives the files. */
export async function drain(url: string, account: Account = ACCOUNT): Promise<Received[]> {
  const files: Received[] = [];
  for (;;) {
    const file = await download(url, account);
    if (!file.name) return files;
    files.push(file);
    await ack(url, file.name, account);
  }
}

export const control = async (url: string, what: string, body: object): Promise<object> =>
  postJson(`${url}/_control/${what}`, body);

export interface BureauState {
  requests: {
    id: string;
    operation: string;
    mark: string;
    status: string;
    codes: { code: number; words: string }[];
  }[];
  unfiled: { domain: string; handled: boolean }[];
  uploads: { sequence: number; status: string; codes: number[]; hash: string }[];
  downloads: { name: string; kind: string; acked_at: number }[];
  entities: {
    fields: Record<string, string>;
    sites: { fields: Record<string, string>; accesses: { ids: Record<string, string> }[] }[];
    cancelled: boolean;
    password: string;
  }[];
}
export const stateOf = (url: string): Promise<BureauState> => getJson(`${url}/_control/state`);

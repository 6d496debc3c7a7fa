import assert from 'node:assert/strict';
import { after } from 'node:test';
import { startBureau } from '../bureau/setup.ts';
import { type Browser, start } from '../harness.ts';
import { startSink } from '../notify/smtp-sink.ts';
import { privateRedis } from '../platform/private-redis.ts';
import type { Known } from './traces.ts';

// Everything that the program says is kept, and searched like all else.
export const said: string[] = [];
const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (chunk: string | Uint8Array) => said.push(String(chunk)) > 0;
process.env['TEST_LOG_LEVEL'] = 'debug';
const own = await privateRedis();
process.env['TEST_REDIS_URL'] = own.url;
export const app = await start();
after(async () => {
  process.stderr.write = write;
  await own.remove();
});

export const { redis } = await import('../../src/platform/redis.ts');
export const { inTransaction } = await import('../../src/platform/db.ts');
export const { exchange, importBureau } = await import('../../src/bureau/index.ts');
export const { SYSTEM } = await import('../../src/audit/index.ts');
export const { openReading } = await import('../../src/documents/index.ts');
export const { sweepReadings } = await import('../../src/documents/read-document.ts');
export const { importFiling, showFiling } = await import('../../src/filings/api/import-filing.ts');
export const { sweepDeliveries } = await import('../../src/notify/sweep.ts');
export const { makePhoneLink } = await import('../../src/filings/customer/phone-links.ts');
export const { createUser } = await import('../../src/accounts/index.ts');
const { aForm } = await import('../factories.ts');
export const { idNumber } = await import('../filings/sample-numbers.ts');
const { closeEngine } = await import('../../src/documents/index.ts');
after(closeEngine);

export const known: Known = new Map();
/** A datum that must lie nowhere in the clear from now on. */
export const secret = (name: string, value: string): string => {
  assert.ok(value.length >= 2, `${name} is empty`);
  known.set(name, value);
  return value;
};

export const sink = await startSink();
export const bureau = await startBureau();
export const administrator = await app.signedIn('administrator');
export const reviewer = await app.signedIn('reviewer');
export const customer = app.client();
export const PASSWORD = secret('password', 'nobody knows this 8 Kettle');
export const EMAIL = secret('email of the customer', 'yelanxin.private@secretpost.cn');

/** The answer, which must not be a refusal. */
export async function ok(answer: Response): Promise<string> {
  const text = await answer.text();
  assert.ok(
    answer.status < 400,
    `${answer.url} ${answer.status}: ${text.replace(/<[^>]+>|\s+/g, ' ').slice(0, 600)}`,
  );
  return text;
}
export const post = async (who: Browser, path: string, form: Record<string, string>) =>
  ok(await who.post(path, form));

/** A filing as a hosting panel sends it, with people of its own. */
export function filingOf(kind: 'unit' | 'individual', tail: string) {
  const { materials, request: _request, ending: _ending, ...form } = aForm(kind);
  const { entity } = form;
  const who = `${kind} ${tail}`;
  entity.leader.name = secret(`leader of ${who}`, kind === 'unit' ? '慕容星澜' : '司徒望舒');
  entity.leader.id_number = secret(
    `ID number of ${who}`,
    idNumber('330000', '1979-09-19', 500 + Number(tail)),
  );
  entity.leader.mobile = secret(`mobile of ${who}`, `1360987650${tail}`);
  entity.leader.emergency_mobile = secret(`emergency mobile of ${who}`, `1350987651${tail}`);
  entity.leader.email = secret(`email of ${who}`, `leader-${kind}-${tail}@secretpost.cn`);
  entity.leader.office_phone = secret(`phone of ${who}`, `0571-8765432${tail}`);
  entity.id_address = secret(`address of ${who}`, `浙江省杭州市滨江区听松巷${tail}96号`);
  entity.mailing_address = secret(`mailing address of ${who}`, `听松巷${tail}96号3号楼1207室`);
  if (kind === 'individual') {
    entity.name = entity.leader.name;
    entity.id_number = entity.leader.id_number;
  } else secret(`credit code of ${who}`, entity.id_number);
  const pictures = Object.fromEntries(Object.keys(materials).map((slot) => [slot, 'photo.jpg']));
  return { ...form, pictures, reviewed: true };
}

/** The file that a bureau gives, as an administrator takes it in. */
export const jiangsu = () => ({
  name: '江苏',
  province_code: '320000',
  isp_id: '1100',
  user_name: 'jsuser',
  encrypt: 1,
  password: secret('bureau password', 'BureauPassw0rd#js'),
  aes_key: secret('AES key', 'AesKeyOfJiangsu1'),
  aes_iv: secret('AES iv', 'AesIvOfJiangsu22'),
  upload_wsdl: 'http://127.0.0.1:9/up?wsdl',
  query_wsdl: 'http://127.0.0.1:9/q?wsdl',
  verify_wsdl: '',
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hoursIn, nextOpening } from '../../src/bureau/bureaus/hours.ts';
import { codecOf, type Opened } from '../../src/bureau/profile/codec.ts';
import { shippedProfile } from '../../src/bureau/profile/read.ts';
import { readAnswer as readByProfile } from '../../src/bureau/wire/answer.ts';
import { unpackOne } from '../../src/bureau/wire/archive.ts';
import { md5Base64, randomValue } from '../../src/bureau/wire/digest.ts';
import { packUpload, unpackDownload } from '../../src/bureau/wire/envelope.ts';
import { decodeGbk, encodeGbk, unencodable } from '../../src/bureau/wire/gbk.ts';
import { fromUint32, toUint32 } from '../../src/bureau/wire/ipv4.ts';

const profile = shippedProfile();
const codec = codecOf(profile);
const readAnswer = (body: string) => readByProfile(body, profile.wire);
const ENTRY = 'beianinfo.xml';
const CIPHER = { key: '0102030405060708', iv: '0102030405060708' };

test('the official vectors of password, MD5 and AES are met', () => {
  const account = { password: '1234567890', random: 'abcdefghijABCDEFGHIJ', user_name: '' };
  assert.equal(codec.proof(account), 'mbDZD5Py+VplWLGDZZIo2Q==');
  const bytes = Buffer.from('hello-zip-bytes');
  assert.equal(md5Base64(bytes), 'VlVnsoToSXTdIi63+fbjGg==');
  assert.equal(codec.seal(bytes, CIPHER), 'DIh+Hvvsc5oxg2+5eV3g8Q==');
});

test('a random value has twenty letters and digits, another each time', () => {
  const values = Array.from({ length: 200 }, () => randomValue(20));
  for (const value of values) assert.match(value, /^[0-9A-Za-z]{20}$/);
  assert.equal(new Set(values).size, 200);
});

test('a character that GBK has not is refused and named, never written as a question mark', () => {
  for (const text of ['张𠮷', '価格は🙂', '€5', 'a\u0001b', 'ǹ', '\uE000']) {
    assert.throws(() => encodeGbk(text), text);
    assert.equal(unencodable(text).length > 0, true, text);
  }
  assert.deepEqual(unencodable('王㐀𠮷王𠮷'), ['㐀', '𠮷']);
  assert.equal(decodeGbk(encodeGbk('问?号·《龥》镕')), '问?号·《龥》镕');
});

test('what is sealed up for the wire opens to the same text, with line breaks in between as well', async () => {
  const text = fc.array(fc.constantFrom('网', '站', 'x', '<', '&', '\n', '龥', '0'), {
    maxLength: 3000,
  });
  await fc.assert(
    fc.asyncProperty(text, fc.boolean(), async (letters, encrypted) => {
      const xml = letters.join('');
      const zip = await packUpload(encodeGbk(xml), ENTRY);
      const wire = codec.seal(zip, encrypted ? CIPHER : undefined);
      const beian_info = wire.replace(/(.{76})/g, '$1\r\n');
      const opened = codec.open({ beian_info, hash: `${codec.hashOf(zip)}\n`, encrypted }, CIPHER);
      assert.ok(opened.ok);
      assert.deepEqual(opened.zip, zip);
      assert.deepEqual(await unpackDownload(zip), { name: 'beianinfo.xml', xml });
    }),
    { numRuns: 60 },
  );
});

test('a wrong key and a broken transfer are told apart', async () => {
  const zip = await packUpload(Buffer.from('<a/>'), ENTRY);
  const beian_info = codec.seal(zip, CIPHER);
  const wrong = { key: 'x'.repeat(16), iv: CIPHER.iv };
  const fault = (opened: Opened) => (opened.ok ? '' : opened.fault);
  const file = { beian_info, hash: codec.hashOf(zip), encrypted: true };
  assert.match(fault(codec.open(file, wrong)), /cipher|hash/);
  assert.equal(fault(codec.open(file, undefined)), 'cipher');
  assert.equal(fault(codec.open({ ...file, hash: md5Base64(Buffer.from('x')) }, CIPHER)), 'hash');
});

test('a file that says wrongly whether it is encrypted opens all the same', async () => {
  const zip = await packUpload(Buffer.from('<a/>'), ENTRY);
  for (const encrypted of [true, false]) {
    const beian_info = codec.seal(zip, encrypted ? CIPHER : undefined);
    assert.ok(
      codec.open({ beian_info, hash: codec.hashOf(zip), encrypted: !encrypted }, CIPHER).ok,
    );
  }
});

test('an archive that unpacks to more than it may is given up on the way', async () => {
  const zip = await packUpload(Buffer.alloc(1_000_000, 'a'), ENTRY);
  await assert.rejects(unpackOne(zip, 500_000), /more than/);
  await assert.rejects(unpackOne(zip.subarray(0, 300), 500_000));
  await assert.rejects(unpackOne(Buffer.from('no archive'), 500_000));
});

test('every IPv4 address survives the way to its number and back', () => {
  assert.equal(toUint32('192.0.2.10'), 3221225994);
  fc.assert(fc.property(fc.ipV4(), (address) => fromUint32(String(toUint32(address))) === address));
  for (const wrong of ['1.2.3', '256.1.1.1', '1.2.3.4.5', '::1', '']) {
    assert.equal(toUint32(wrong), undefined, wrong);
  }
});

test('an answer is read however it is wrapped: escaped, as CDATA, as elements, with a declared GBK', () => {
  const inner =
    '<return version="V.3.0"><msg_code>14</msg_code><msg>请先补报</msg><dataSequences><dataSequence>3</dataSequence><dataSequence>4</dataSequence></dataSequences></return>';
  const declared = `<?xml version="1.0" encoding="GBK"?>${inner}`;
  const escaped = declared.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  for (const content of [
    escaped,
    `<![CDATA[${declared}]]>`,
    inner,
    inner.replace(/<\/?return[^>]*>/g, ''),
  ]) {
    const answer = readAnswer(soap(content));
    assert.equal(answer.msg_code, 14, content);
    assert.equal(answer.msg, '请先补报');
    assert.deepEqual(answer.missing, [3, 4]);
    assert.equal(answer.file, undefined);
  }
});

test('a file in an answer is cut out whole, and an empty one is a file without content', () => {
  const infos = (content: string) =>
    `<return><msg_code>1</msg_code><msg/><fileInfos><hashAlgorithm>0</hashAlgorithm><compressionFormat>0</compressionFormat><encryptAlgorithm>1</encryptAlgorithm><dataSequence>12</dataSequence><return_FileName>20160325_zj_3058.xml</return_FileName><beianInfo>${content}</beianInfo><beianInfoHash>abc=</beianInfoHash></fileInfos></return>`;
  const escaped = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const { file, sequence } = readAnswer(soap(escaped(infos('QUJD&#13;\nREVG'))));
  assert.equal(sequence, 12);
  assert.deepEqual(file, {
    file_name: '20160325_zj_3058.xml',
    hash: 'abc=',
    beian_info: 'QUJD\nREVG',
    encrypted: true,
    is_known_format: true,
  });
  assert.equal(readAnswer(soap(escaped(infos('')))).file?.beian_info, '');
  assert.throws(() => readAnswer(soap(escaped(infos('QUJD'))).slice(0, 420)), /cut off|no/);
});

test('what is no answer throws, and says no more than what it is', () => {
  const fault =
    '<s:Envelope xmlns:s="x"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>张三 110105</faultstring></s:Fault></s:Body></s:Envelope>';
  assert.throws(() => readAnswer(fault), /^Error: SOAP fault s:Server$/);
  assert.throws(() => readAnswer('<html><body>busy</body></html>'), /not SOAP/);
  for (const body of [
    '',
    'garbage',
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    soap(''),
    soap('<x>1</x>'),
  ]) {
    assert.throws(() => readAnswer(body), body);
  }
});

test('reporting hours are found in the words of the bureaus', () => {
  const cases: [string, string][] = [
    ['请您在规定的时间段内进行报备，报备时间为：8:00-20:00', '08:00-20:00'],
    ['报备时间为：08:30:00至18:00:00', '08:30-18:00'],
    ['报备时间为：早8点到晚20点', '08:00-20:00'],
    ['每日9点半至17点30分', '09:30-17:30'],
    ['请稍后', ''],
    ['报备时间为：99:00-20:00', ''],
  ];
  for (const [words, hours] of cases) assert.equal(hoursIn(words), hours, words);
});

test('the next opening is in Beijing time, and may lie behind midnight', () => {
  const at = (text: string) => new Date(`${text}+08:00`);
  assert.equal(nextOpening('08:00-20:00', at('2026-11-22T12:00')), undefined);
  assert.deepEqual(nextOpening('08:00-20:00', at('2026-11-22T20:00')), at('2026-11-23T08:00'));
  assert.deepEqual(nextOpening('08:00-20:00', at('2026-11-22T07:59')), at('2026-11-22T08:00'));
  assert.equal(nextOpening('20:00-06:00', at('2026-11-22T23:00')), undefined);
  assert.deepEqual(nextOpening('20:00-06:00', at('2026-11-22T07:00')), at('2026-11-22T20:00'));
  assert.equal(nextOpening('', at('2026-11-22T07:00')), undefined);
});

function soap(content: string): string {
  return `<?xml version="1.0"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><ns2:isp_downloadResponse xmlns:ns2="http://x/"><return>${content}</return></ns2:isp_downloadResponse></S:Body></S:Envelope>`;
}

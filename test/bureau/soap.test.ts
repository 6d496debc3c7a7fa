import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import iconv from 'iconv-lite';
import { shippedProfile } from '../../src/bureau/profile/read.ts';
import { readAnswer } from '../../src/bureau/wire/answer.ts';
import { startDatabase } from './setup.ts';

await startDatabase();
const { fetchText } = await import('../../src/bureau/soap/http.ts');
const { forgetService, soapService } = await import('../../src/bureau/soap/soap.ts');

const LIMITS = { seconds: 5, bytes: 1_000_000 };
const ANSWER =
  '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><n:isp_downloadResponse xmlns:n="urn:x"><return>&lt;return&gt;&lt;msg_code&gt;2&lt;/msg_code&gt;&lt;msg&gt;没有&lt;/msg&gt;&lt;/return&gt;</return></n:isp_downloadResponse></S:Body></S:Envelope>';

type Handle = (req: IncomingMessage, res: ServerResponse, body: string) => void;

/** A server that speaks as it is told; gives its address. */
async function serve(handle: Handle): Promise<string> {
  const server = createServer((req, res) => {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.on('end', () => handle(req, res, Buffer.concat(pieces).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const VALUES = { ispId: '7', userName: '用户&', randVal: 'r', pwdHash: 'p', hashAlgorithm: '0' };

function wsdl(names: string[], address: string, form: 'qualified' | 'unqualified'): string {
  const fields = names.map((name) => `<xs:element name="${name}" type="xs:string"/>`).join('');
  const type = (name: string, inner: string) =>
    `<xs:element name="${name}"><xs:complexType><xs:sequence>${inner}</xs:sequence></xs:complexType></xs:element>`;
  return `<?xml version="1.0"?><definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:odd" xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:odd"><types><xs:schema targetNamespace="urn:odd" elementFormDefault="${form}">${type('isp_download', fields)}${type('isp_downloadResponse', '<xs:element name="return" type="xs:string"/>')}</xs:schema></types><message name="i"><part name="parameters" element="t:isp_download"/></message><message name="o"><part name="parameters" element="t:isp_downloadResponse"/></message><portType name="p"><operation name="isp_download"><input message="t:i"/><output message="t:o"/></operation></portType><binding name="b" type="t:p"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="isp_download"><soap:operation soapAction="urn:act"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding><service name="s"><port name="q" binding="t:b"><soap:address location="${address}"/></port></service></definitions>`;
}

/** Publishes a WSDL, makes one call, and gives what the server heard. */
async function callWith(names: string[], options: { form?: 'qualified'; internal?: boolean } = {}) {
  let heard = '';
  const url = await serve((req, res, body) => {
    if (req.method === 'POST') {
      heard = body;
      return res.end(ANSWER);
    }
    const address = options.internal
      ? 'http://no-such-host.invalid:8080/service'
      : `${url}/service`;
    return res.end(wsdl(names, address, options.form ?? 'unqualified'));
  });
  const service = await soapService(`${url}/service?wsdl`, 60);
  const { body } = await service.call('isp_download', VALUES, LIMITS);
  return { heard, answer: readAnswer(body, shippedProfile().wire) };
}

test('parameters go under the spelling that the WSDL publishes, in its order and namespace', async () => {
  const { heard, answer } = await callWith([
    'userName',
    'ispID',
    'randVal',
    'pwdHash',
    'hashAlgorithm',
  ]);
  assert.match(heard, /<userName>用户&amp;<\/userName><ispID>7<\/ispID><randVal>r<\/randVal>/);
  assert.match(heard, /urn:odd/);
  assert.equal(answer.msg_code, 2);
  const qualified = await callWith(['ispId', 'userName', 'randVal', 'pwdHash'], {
    form: 'qualified',
  });
  assert.match(qualified.heard, /<(\w+:)ispId>7<\/\1ispId>/);
});

test('parameters without names go by their official place', async () => {
  const { heard } = await callWith(['arg0', 'arg1', 'arg2', 'arg3', 'arg4']);
  assert.match(
    heard,
    /<arg0>7<\/arg0><arg1>用户&amp;<\/arg1><arg2>r<\/arg2><arg3>p<\/arg3><arg4>0</,
  );
});

test('a schema that is published under such an address is read from the host of the WSDL', async () => {
  const url = await serve((req, res) => {
    const whole = wsdl(['ispID'], `${url}/service`, 'unqualified');
    const schema = /<xs:schema[\s\S]*<\/xs:schema>/.exec(whole)?.[0] ?? '';
    const named = schema.replace(
      '<xs:schema',
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:odd"',
    );
    const location = 'http://no-such-host.invalid/service?xsd=1';
    const imported = `<xs:schema><xs:import namespace="urn:odd" schemaLocation="${location}"/></xs:schema>`;
    res.end(req.url?.endsWith('?xsd=1') ? named : whole.replace(schema, imported));
  });
  const { methods } = await soapService(`${url}/service?wsdl`, 60);
  assert.deepEqual(methods.get('isp_download'), ['ispID']);
});

test('an address that only the bureau knows gives way to the host of the WSDL', async () => {
  assert.equal((await callWith(['ispId'], { internal: true })).answer.msg_code, 2);
});

test('a WSDL that wants what nobody knows, or is none, is told in words', async () => {
  await assert.rejects(callWith(['ispId', 'secretToken']), /未知的参数 secretToken/);
  const odd: [Handle, RegExp][] = [
    [(_req, res) => res.writeHead(404).end('nothing'), /读不了 WSDL：HTTP 404/],
    [(_req, res) => res.end('<html>hello</html>'), /读不了 WSDL/],
    [(_req, res) => res.destroy(), /读不了 WSDL：连接被中断/],
  ];
  for (const [handle, words] of odd) {
    const url = await serve(handle);
    await assert.rejects(soapService(`${url}/x?wsdl`, 60), words);
  }
  await assert.rejects(soapService('http://127.0.0.1:1/x?wsdl', 60), /读不了 WSDL：连接被拒绝/);
});

test('a WSDL is kept, and goes on serving when it cannot be read again', async () => {
  let asked = 0;
  let gone = false;
  const url = await serve((_req, res) => {
    asked++;
    if (gone) res.destroy();
    else res.end(wsdl(['ispId'], `${url}/service`, 'unqualified'));
  });
  const address = `${url}/service?wsdl`;
  await soapService(address, 60);
  await soapService(address, 60);
  assert.equal(asked, 1);
  gone = true;
  assert.ok((await soapService(address, 0)).methods.has('isp_download'));
  forgetService(address);
  await assert.rejects(soapService(address, 0));
});

test('answers are cut off at their limits of size and time, in words', async () => {
  const big = await serve((_req, res) => res.end(Buffer.alloc(300_000)));
  await assert.rejects(fetchText(big, { seconds: 5, bytes: 200_000 }), /回应超过 200000 字节/);
  const slow = await serve(() => {});
  await assert.rejects(fetchText(slow, { seconds: 1, bytes: 100 }), /1 秒内没有回应/);
  const endless = await serve((_req, res) => void res.write('x'));
  await assert.rejects(fetchText(endless, { seconds: 1, bytes: 100 }), /1 秒内没有回应/);
});

test('an answer in GBK is read as such, whether the header or the document says so', async () => {
  const text = '<?xml version="1.0" encoding="GBK"?><a>管局</a>';
  const bytes = iconv.encode(text, 'gbk');
  const declared = await serve((_req, res) => res.end(bytes));
  const typed = await serve((_req, res) => {
    res.setHeader('content-type', 'text/xml; charset=GBK');
    res.end(iconv.encode('<a>管局</a>', 'gbk'));
  });
  assert.match((await fetchText(declared, LIMITS)).body, /管局/);
  assert.match((await fetchText(typed, LIMITS)).body, /管局/);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import soap from 'soap';
import { auth, inner } from './bureau-client.ts';
import { startSandbox } from './process.ts';

const VARIANTS = [
  ['--spelling', 'ispID'],
  ['--spelling', 'ispId', '--inline-schema', 'yes', '--namespace', 'http://other.example/ns/'],
];

for (const options of VARIANTS) {
  test(`a client that reads the WSDL can call every service: ${options.join(' ')}`, async () => {
    const { url } = await startSandbox('bureau', ['--jcdm', 'no', ...options]);
    const { ispId, ...rest } = auth();
    const identity = { [options[1] ?? '']: ispId, ...rest };
    const status = { queryConditionType: 0, queryCondition: 'a.cn' };
    const calls: [path: string, method: string, more: object, code: string][] = [
      ['/ISPWebService/upDownLoad', 'isp_download', {}, '2'],
      ['/ISPWebService/upDownLoad', 'isp_downloadack', { fileName: '' }, '21'],
      ['/BeianStatusWebService/queryBeianStatus', 'isp_querybeianstatus', status, '0'],
      ['/BeianStatusWebService/verifyBamm', 'isp_verifybamm', { baxh: 'x', bamm: 'y' }, '0'],
    ];
    for (const [path, method, more, code] of calls) {
      const client = await soap.createClientAsync(`${url}${path}?wsdl`);
      const [answer] = await client[`${method}Async`]({ ...identity, ...more });
      assert.equal(inner(answer.return, 'msg_code'), code, method);
    }
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { found } from './traces.ts';

test('the search itself finds what is there, however it is written', () => {
  const bytes = Buffer.from(JSON.stringify({ a: Buffer.from('x欧阳砚舟y').toString('base64url') }));
  assert.deepEqual(found(new Map([['name', '欧阳砚舟']]), [['here', bytes]]), ['name in here']);
  const hex = Buffer.from(Buffer.from('13712398602').toString('hex'));
  assert.deepEqual(found(new Map([['mobile', '13712398602']]), [['here', hex]]), [
    'mobile in here',
  ]);
});

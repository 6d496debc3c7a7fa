import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linkTo } from '../../src/platform/links.ts';

test('a list is addressed by what is filled in, and by its bare path when nothing is', () => {
  assert.equal(linkTo('/audit', { action: '', before: undefined }), '/audit');
  assert.equal(
    linkTo('/audit', { action: 'a b', to: '', before: 7 }),
    '/audit?action=a+b&before=7',
  );
});

test('whatever was asked is read back from the address', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (text) => {
      const { searchParams } = new URL(linkTo('/list', { text, none: '' }), 'http://here');
      assert.deepEqual([...searchParams], [['text', text]]);
    }),
  );
});

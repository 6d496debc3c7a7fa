import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DraftForm, emptyForm, LIMITS, readDraft } from '../../src/filings/forms.ts';
import { flatten, formFromBody, removeService } from '../../src/filings/paths.ts';
import { anyForms } from './any-form.ts';

test('a form goes through an HTML form and comes back the same', () => {
  fc.assert(
    fc.property(anyForms, (form) => {
      assert.deepEqual(formFromBody(flatten(form)), form);
    }),
  );
});

test('posting a form over itself changes nothing, whatever it held', () => {
  fc.assert(
    fc.property(anyForms, anyForms, (form, other) => {
      assert.deepEqual(formFromBody(flatten(form), form), form);
      const mixed = formFromBody(flatten(form), other);
      assert.deepEqual(mixed.entity, form.entity);
      assert.deepEqual(
        mixed.services.length,
        Math.max(form.services.length, other.services.length),
      );
    }),
  );
});

test('a draft of any shape is read without an error, and reading it again changes nothing', () => {
  const strange = fc.record(
    {
      entity: fc.anything(),
      services: fc.anything(),
      materials: fc.anything(),
      consents: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), strange, fc.jsonValue()), (input) => {
      const { form } = readDraft(input);
      assert.deepEqual(DraftForm.parse(form), form);
    }),
  );
});

test('any posted body is read without an error and pollutes nothing', () => {
  const step = fc.constantFrom(
    ...['entity', 'services', '0', '99', 'name', '__proto__', 'constructor', 'prototype'],
    ...['leader', 'domains', 'access', 'ips', 'materials', 'other', '-1', '', '1e3'],
  );
  const path = fc.array(step, { minLength: 1, maxLength: 6 }).map((steps) => steps.join('.'));
  const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.anything());
  fc.assert(
    fc.property(fc.dictionary(path, value), fc.array(path), (body, present) => {
      const form = formFromBody({ ...body, present }, emptyForm('4'));
      assert.deepEqual(DraftForm.parse(form), form);
      assert.equal(Object.hasOwn(Object.prototype, 'name'), false);
    }),
  );
});

test('only what was posted changes', () => {
  const before = formFromBody({
    'entity.name': '甲',
    'services.0.name': '站',
    'entity.remark': '乙',
  });
  const after = formFromBody({ 'entity.name': '丙' }, before);
  assert.deepEqual(after, { ...before, entity: { ...before.entity, name: '丙' } });
});

test('a group of boxes that is present and has none ticked is unticked', () => {
  const ticked = formFromBody({
    'services.0.content_types': ['1', '8'],
    'services.0.leader_same': 'true',
    'consents.truth': 'on',
  });
  assert.deepEqual(ticked.services[0]?.content_types, ['1', '8']);
  const present = ['services.0.content_types', 'services.0.leader_same', 'consents.truth'];
  const unticked = formFromBody({ present }, ticked);
  assert.deepEqual(unticked.services[0]?.content_types, []);
  assert.equal(unticked.services[0]?.leader_same, false);
  assert.equal(unticked.consents.truth, false);
  assert.deepEqual(formFromBody({}, ticked), ticked);
});

test('a row that is not posted any more is taken away where its list is present', () => {
  const before = formFromBody({
    'services.0.domains': ['a.cn', 'b.cn', 'c.cn'],
    'services.0.access.ips.0.first': '1.1.1.1',
    'services.0.access.ips.1.first': '2.2.2.2',
    'services.0.access.ips.1.last': '2.2.2.9',
  });
  const after = formFromBody(
    {
      present: ['services.0.domains', 'services.0.access.ips'],
      'services.0.domains.0': 'a.cn',
      'services.0.domains.2': 'd.cn',
      'services.0.access.ips.1.first': '2.2.2.3',
    },
    before,
  );
  assert.deepEqual(after.services[0]?.domains, ['a.cn', 'd.cn']);
  assert.deepEqual(after.services[0]?.access.ips, [{ first: '2.2.2.3', last: '2.2.2.9' }]);
});

test('a website that is taken away takes its material with it, and those behind move up', () => {
  const form = formFromBody({
    'services.0.name': '甲站',
    'services.1.name': '乙站',
    'services.2.name': '丙站',
    'materials.service_1_leader_photo': 'd1',
    'materials.service_2_leader_photo': ['d2', 'd3'],
    'materials.entity_licence': 'd0',
  });
  const expected = {
    entity_licence: ['d0'],
    service_1_leader_photo: ['d2', 'd3'],
  };
  assert.deepEqual(removeService(form, 1).materials, expected);
  const body = { present: 'services', 'services.0.name': '甲站', 'services.2.name': '丁站' };
  const posted = formFromBody(body, form);
  assert.deepEqual(posted.materials, expected);
  assert.deepEqual(
    posted.services.map((service) => service.name),
    ['甲站', '丁站'],
  );
});

test('lists and texts end where the limits say', () => {
  const { form, dropped } = readDraft({
    entity: { name: '字'.repeat(2001), kind: 4, unknown: 1 },
    services: Array.from({ length: 21 }, () => ({ domains: Array(51).fill('a.cn') })),
    materials: { entity_licence: ['d'], nonsense: ['d'] },
  });
  assert.equal(form.entity.name.length, LIMITS.text);
  assert.equal(form.entity.kind, '4');
  assert.equal(form.services.length, LIMITS.services);
  assert.equal(form.services[0]?.domains.length, LIMITS.domains);
  assert.deepEqual(form.materials, { entity_licence: ['d'] });
  const cut = ['entity.name', 'entity.unknown', 'services.20', 'services.0.domains.50'];
  for (const path of [...cut, 'materials.nonsense']) assert.ok(dropped.includes(path), path);
  const beyond = {
    'services.20.name': 'x',
    'services.0.domains.50': 'x.cn',
    'services.00.name': 'x',
  };
  assert.deepEqual(formFromBody(beyond), formFromBody({}));
});

test('a cut never leaves half a character', () => {
  const { form } = readDraft({ entity: { name: `${'字'.repeat(1999)}𠮷` } });
  assert.equal(form.entity.name, '字'.repeat(1999));
});

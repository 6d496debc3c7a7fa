import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSlot } from '../../src/filings/forms.ts';
import { materialsFor } from '../../src/filings/materials.ts';
import { formFromBody } from '../../src/filings/paths.ts';
import { provinceRules } from '../../src/filings/provinces/index.ts';
import { anyForms } from './any-form.ts';
import { personForm, secondSite, unitForm } from './sample-forms.ts';

const required = (form: typeof unitForm, province = '330000') =>
  materialsFor(form, provinceRules(province))
    .filter((material) => material.required)
    .map(({ slot }) => slot);

test('an individual hands in his card, his photograph, the form and the domain certificate', () => {
  assert.deepEqual(required(personForm), [
    'entity_id_front',
    'entity_id_back',
    'service_0_leader_photo',
    'verification_form',
    'domain_certificate',
  ]);
});

test('a unit hands in its licence and the card of each person in charge once', () => {
  const two = secondSite(unitForm, true);
  assert.deepEqual(required(two), [
    'entity_licence',
    'entity_leader_id_front',
    'entity_leader_id_back',
    'service_0_leader_photo',
    'service_1_leader_id_front',
    'service_1_leader_id_back',
    'service_1_leader_photo',
    'verification_form',
    'domain_certificate',
  ]);
  const himself = { 'services.1.leader.id_number': unitForm.entity.leader.id_number };
  assert.ok(!required(formFromBody(himself, two)).includes('service_1_leader_id_front'));
});

test('a province adds its letters, and a residence permit for those from elsewhere', () => {
  assert.ok(required(unitForm, '440000').includes('commitment_letter'));
  assert.ok(!required(unitForm, '430000').includes('authorization_letter'));
  assert.ok(required(secondSite(unitForm, true), '430000').includes('authorization_letter'));
  const inShanghai = formFromBody({ 'entity.province_code': '310000' }, personForm);
  assert.ok(required(inShanghai, '310000').includes('residence_permit'));
  const shanghainese = formFromBody({ 'entity.id_address': '上海市黄浦区1号' }, inShanghai);
  assert.ok(!required(shanghainese, '310000').includes('residence_permit'));
});

test('every material has a place on the form and says how it must look, whatever the form holds', () => {
  fc.assert(
    fc.property(anyForms, (form) => {
      const materials = materialsFor(form, provinceRules(form.entity.province_code));
      const slots = materials.map(({ slot }) => slot);
      assert.equal(new Set(slots).size, slots.length);
      for (const { slot, label, why, hint } of materials)
        assert.ok(isSlot(slot) && label && why && hint, slot);
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formFromBody } from '../../src/filings/paths.ts';
import {
  smsDuties,
  smsSteps,
  TEMPLATE_GROUPS,
  templatesFor,
} from '../../src/filings/reasons/index.ts';
import { personForm, secondSite, unitForm } from './sample-forms.ts';

const two = secondSite(unitForm, true);

test('a reviewer finds reasons for the field he looks at', () => {
  const codes = (path: string) => templatesFor(path).map(({ code }) => code);
  assert.ok(codes('services.3.domains.2').includes('domain_unverified'));
  assert.ok(!codes('services.3.domains.2').includes('site_name_unsuitable'));
  assert.ok(codes('services.0.leader.mobile').includes('mobile_unreachable'));
  assert.ok(codes('materials.service_2_leader_photo').includes('photo_clothes'));
  assert.ok(codes('materials.entity_leader_id_back').includes('picture_unclear'));
  assert.ok(codes('entity.investor').includes('differs_from_document'));
  assert.ok(TEMPLATE_GROUPS.every(({ templates }) => templates.length > 0));
});

test('each person with a number of his own gets an SMS, one number gets one', () => {
  assert.deepEqual(
    smsDuties(personForm).map(({ path }) => path),
    ['entity.leader'],
  );
  assert.deepEqual(
    smsDuties(two).map(({ path, name }) => [path, name]),
    [
      ['entity.leader', '张晨曦'],
      ['services.1.leader', '王澄海'],
    ],
  );
  const shared = formFromBody({ 'services.1.leader.mobile': unitForm.entity.leader.mobile }, two);
  assert.equal(smsDuties(shared).length, 1);
  assert.deepEqual(smsDuties({ ...two, request: { ...two.request, kind: 'drop_access' } }), []);
  assert.match(smsSteps(unitForm).join(''), /24 小时/);
});

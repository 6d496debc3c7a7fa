import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DraftForm } from '../../../src/filings/forms.ts';
import { flatten, formFromBody } from '../../../src/filings/paths.ts';
import { checkForm, tidyForm } from '../../../src/filings/rules/index.ts';
import { contextFor } from '../context.ts';
import { validForms } from '../valid-form.ts';

const rejects = (form: Parameters<typeof checkForm>[0]) =>
  checkForm(form, contextFor(form)).filter(({ severity }) => severity === 'reject');

test('a filing that is in order is not refused', () => {
  fc.assert(
    fc.property(validForms, (form) => assert.deepEqual(rejects(form), [])),
    { numRuns: 200 },
  );
});

test('a filing that is in order stays as it is when tidied, posted or read again', () => {
  fc.assert(
    fc.property(validForms, (form) => {
      assert.deepEqual(tidyForm(form), form);
      assert.deepEqual(formFromBody(flatten(form)), form);
      assert.deepEqual(DraftForm.parse(JSON.parse(JSON.stringify(form))), form);
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InitialFiling } from '../../src/bureau/index.ts';
import type { FilingForm } from '../../src/filings/forms.ts';
import { validForms } from '../filings/valid-form.ts';
import { JPEG } from './filings.ts';
import { uploadFaults, withSchemas } from './schemas.ts';
import { fileOf, written } from './written.ts';

/** A form that passed every rule, as filings hands it over. */
function handedOver(form: FilingForm): InitialFiling {
  return {
    entity: form.entity,
    services: form.services.map((service) => ({
      ...service,
      leader: service.leader_same ? form.entity.leader : service.leader,
      prior_approvals: service.prior_approvals.map((one) => ({ ...one, pictures: [JPEG] })),
    })),
    attachments: [{ use: 'verification_form', owner: { service: 0 }, jpeg: JPEG }],
  };
}

test(
  'every form that passes the rules of filings is taken, and fits the official schema',
  withSchemas,
  () => {
    fc.assert(
      fc.property(fc.array(validForms, { minLength: 1, maxLength: 4 }), (forms) => {
        const records = forms.map((form) => written('initial', handedOver(form)));
        assert.equal(uploadFaults(fileOf('initial', records)), '');
      }),
      { numRuns: 40 },
    );
  },
);

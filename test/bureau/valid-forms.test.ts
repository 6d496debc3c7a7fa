import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InitialFiling } from '../../src/bureau/records/initial-filing.ts';
import { readInitialFiling } from '../../src/bureau/records/initial-filing.ts';
import { encodeGbk } from '../../src/bureau/wire/gbk.ts';
import {
  initialFilingXml,
  numberedPaths,
  uploadDocument,
} from '../../src/bureau/wire/initial-filing-xml.ts';
import type { FilingForm } from '../../src/filings/forms.ts';
import { validForms } from '../filings/valid-form.ts';
import { JPEG } from './filings.ts';
import { uploadFaults, withSchemas } from './schemas.ts';

const CODES = { format: '1', codeOf: () => ({ code: '1', owner: undefined }) };

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
        const records = forms.map((form) => {
          const filing = readInitialFiling(handedOver(form));
          const ids = new Map(numberedPaths(filing).map((path, index) => [path, index + 1]));
          return encodeGbk(initialFilingXml(filing, (path) => ids.get(path) ?? 0, CODES));
        });
        assert.equal(uploadFaults(uploadDocument(records, '10001')), '');
      }),
      { numRuns: 40 },
    );
  },
);

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InitialFiling } from '../../src/bureau/index.ts';
import { UserError } from '../../src/platform/errors.ts';
import { aFiling, anyFiling, JPEG } from './filings.ts';
import { uploadFaults, withSchemas } from './schemas.ts';
import { fileOf, fitted, written } from './written.ts';

const xmlOf = (filing: InitialFiling) => written('initial', filing);

test('every filing that is taken fits the official schema, as GBK', withSchemas, () => {
  fc.assert(
    fc.property(fc.array(anyFiling, { minLength: 1, maxLength: 3 }), (filings) => {
      const bytes = fileOf('initial', filings.map(xmlOf));
      assert.equal(uploadFaults(bytes), '');
      assert.match(
        bytes.subarray(0, 40).toString('latin1'),
        /^<\?xml version="1.0" encoding="GBK"\?>/,
      );
    }),
    { numRuns: Number(process.env['SCHEMA_RUNS'] ?? 60) },
  );
});

test('texts with marks arrive as they were typed', () => {
  const filing = aFiling();
  filing.entity.name = '甲 & 乙 <丙> "丁"';
  assert.match(xmlOf(filing), /<Dwmc>甲 &amp; 乙 &lt;丙&gt; "丁"<\/Dwmc>/);
});

test('what the bureau does not take is refused with the field named', () => {
  const cases: [path: string, change: (filing: InitialFiling) => void][] = [
    ['entity.name', (f) => (f.entity.name = '')],
    ['entity.name', (f) => (f.entity.name = '长'.repeat(256))],
    ['entity.name', (f) => (f.entity.name = '𠮷野家')],
    ['entity.kind', (f) => (f.entity.kind = '0')],
    ['entity.id_address', (f) => (f.entity.id_address = ' ')],
    ['entity.city_code', (f) => (f.entity.city_code = '3301')],
    ['entity.leader.mobile', (f) => (f.entity.leader.mobile = '1380013')],
    ['entity.leader.office_phone', (f) => (f.entity.leader.office_phone = '110')],
    ['services', (f) => (f.services = [])],
    ['services.0.domains', (f) => (f.services[0]!.domains = [])],
    ['services.0.domains.0', (f) => (f.services[0]!.domains = ['a.b'])],
    ['services.0.content_types.0', (f) => (f.services[0]!.content_types = ['65'])],
    ['services.0.access.ips.0.first', (f) => (f.services[0]!.access.ips[0]!.first = '::1')],
    [
      'services.0.access.ips.0',
      (f) => (f.services[0]!.access.ips = [{ first: '9.9.9.9', last: '9.9.9.8' }]),
    ],
    [
      'services.0.prior_approvals.0.pictures',
      (f) => {
        f.services[0]!.prior_approvals = [{ type: '1', number: 'A', pictures: [] }];
      },
    ],
    [
      'attachments.0.jpeg',
      (f) => {
        f.attachments = [{ use: 'entity_certificate', owner: 'entity', jpeg: 'A'.repeat(102_404) }];
      },
    ],
    [
      'attachments.0.owner',
      (f) => {
        f.attachments = [{ use: 'other', owner: { service: 7 }, jpeg: JPEG }];
      },
    ],
  ];
  for (const [path, change] of cases) {
    const filing = structuredClone(aFiling());
    change(filing);
    assert.throws(
      () => fitted('initial', filing),
      (error) => error instanceof UserError && path in error.fields,
      path,
    );
  }
});

test('a verification form may be larger than the other pictures', () => {
  const filing = aFiling();
  filing.attachments = [
    { use: 'verification_form', owner: 'entity', jpeg: 'A'.repeat(150 * 1024) },
  ];
  assert.doesNotThrow(() => fitted('initial', filing));
});

test('what the form holds besides is passed over', () => {
  const filing = { ...aFiling(), materials: {}, consents: { truth: true } };
  Object.assign(filing.entity, { id_valid_until: '长期' });
  Object.assign(filing.services[0]!, { leader_same: true });
  assert.doesNotMatch(xmlOf(filing), /长期|true/);
});

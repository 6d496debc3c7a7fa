import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { z } from 'zod';
import { readFields } from '../../../src/bureau/kinds/fields.ts';
import { initial } from '../../../src/bureau/kinds/initial.ts';
import { buildRecord } from '../../../src/bureau/profile/build.ts';
import { shippedProfile } from '../../../src/bureau/profile/read.ts';
import { anyFiling } from '../filings.ts';
import { numbersOf, written } from '../written.ts';

type WireFiling = z.output<typeof initial.schema>;
const profile = shippedProfile();

function forProfile(filing: WireFiling): unknown {
  const attachments = filing.attachments.map(({ use, owner, jpeg }) => ({
    use,
    jpeg,
    format_code: '1',
    use_code: '1',
    owner_kind: owner === 'entity' ? 'entity' : 'service',
    owner_path: owner === 'entity' ? 'entity' : `services.${owner.service}`,
  }));
  return { ...filing, attachments };
}

test('a first filing is written the same by the profile as by hand', () => {
  fc.assert(
    fc.property(anyFiling, (drawn) => {
      const filing = readFields(initial.schema, drawn);
      const built = buildRecord(
        profile,
        'initial',
        forProfile(filing),
        numbersOf('initial', drawn),
      );
      assert.deepEqual(built.problems, []);
      assert.equal(built.xml, written('initial', drawn));
    }),
    { numRuns: 200 },
  );
});

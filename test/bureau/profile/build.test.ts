import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildRecord } from '../../../src/bureau/profile/build.ts';
import { shippedProfile } from '../../../src/bureau/profile/read.ts';
import { readInitialFiling, type WireFiling } from '../../../src/bureau/records/initial-filing.ts';
import { initialFilingXml, numberedPaths } from '../../../src/bureau/wire/initial-filing-xml.ts';
import { anyFiling } from '../filings.ts';

const CODES = { format: '1', codeOf: () => ({ code: '1', owner: undefined }) };
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
      const filing = readInitialFiling(drawn);
      const numbers = new Map(numberedPaths(filing).map((path, index) => [path, 1000 + index]));
      const numberOf = (path: string) => numbers.get(path) ?? 0;
      const built = buildRecord(profile, 'initial', forProfile(filing), numberOf);
      assert.deepEqual(built.problems, []);
      assert.equal(built.xml, initialFilingXml(filing, numberOf, CODES));
    }),
    { numRuns: 200 },
  );
});

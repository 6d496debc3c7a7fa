import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RECORD_KINDS, type RecordKind } from '../../../src/bureau/kinds/index.ts';
import { buildRecord } from '../../../src/bureau/profile/build.ts';
import { uploadDocument } from '../../../src/bureau/profile/frame.ts';
import { readProfile, shippedText } from '../../../src/bureau/profile/read.ts';
import { profileFields } from '../../../src/bureau/records/profile-fields.ts';
import { decodeGbk } from '../../../src/bureau/wire/gbk.ts';
import { aFiling } from '../filings.ts';
import { ANY } from '../records.ts';
import { CODES, UNIT } from '../written.ts';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);
const samples = new Map(
  RECORD_KINDS.map((kind) => {
    const any: fc.Arbitrary<unknown> = ANY[kind];
    return [kind, fc.sample(any, { numRuns: 1, seed: 7 })[0]];
  }),
);
const BAD_VALUES = [
  ...[null, '', 0, -1, 1e9, true, [], {}, '@', '$', '$.services', 'services', 'constructor'],
  ...['__proto__', '{{ a }}', '{% for i in (1..9999999) %}x{% endfor %}', 'a[', 'length(@)'],
  ...["join('x', @)", '[@,@]|[@,@]', 'UTF-8', 'GB18030', '名称', '<x>', 'x'.repeat(600)],
];

test('a profile that is spoiled at random is refused with faults, or builds without throwing', () => {
  const places = placesIn(JSON.parse(shippedText()));
  const strike = fc.record({
    place: fc.nat({ max: places.length - 1 }),
    how: fc.constantFrom('set', 'remove', 'double', 'swap'),
    value: fc.oneof(
      fc.constantFrom(...BAD_VALUES),
      fc.json().map((text) => JSON.parse(text)),
    ),
    other: fc.nat({ max: places.length - 1 }),
  });
  let built = 0;
  fc.assert(
    fc.property(fc.array(strike, { minLength: 1, maxLength: 4 }), (strikes) => {
      const document = JSON.parse(shippedText());
      for (const { place, how, value, other } of strikes)
        spoil(
          document,
          places[place] ?? [],
          how,
          how === 'swap' ? at(document, places[other]) : value,
        );
      const read = readProfile(JSON.parse(JSON.stringify(document)));
      if (!read.ok) return assert.ok(read.faults.length > 0);
      for (const [kind, content] of samples) built += buildAll(read.profile, kind, content);
      return undefined;
    }),
    { numRuns },
  );
  assert.ok(built > 0);
});

test('what would grow beyond all bounds is refused, or given up with a problem', () => {
  const grown = (change: (document: ReturnType<typeof JSON.parse>) => void) => {
    const document = JSON.parse(shippedText());
    change(document);
    return readProfile(document);
  };
  const laughs = grown((d) => {
    for (let n = 0; n < 40; n++) d.parts[`l${n}`] = [{ part: `l${n + 1}` }, { part: `l${n + 1}` }];
    d.parts.l40 = [{ name: 'X', value: 'ha' }];
    d.uploads.initial.record.children.push({ part: 'l0' });
  });
  assert.equal(laughs.ok, false);
  for (const part of ['constructor', '__proto__', 'toString'])
    assert.equal(grown((d) => d.parts.contact.push({ part })).ok, false, part);
  const deep = grown((d) => {
    let inner: object = { name: 'X', value: 'x' };
    for (let n = 0; n < 4000; n++) inner = { name: 'X', children: [inner] };
    d.uploads.initial.record.children.push(inner);
  });
  assert.equal(deep.ok, false);
  for (const pick of [
    Array(20).fill('[@,@]').join('|'),
    "pad_left('x', `1000000000`)",
    'services[*].$.services[*]',
    'let $a = @ in [$a]',
  ])
    assert.equal(grown((d) => (d.parts.contact[0] = { name: 'X', pick })).ok, false, pick);
  const lists = grown((d) => {
    let inner: object = { name: 'X', value: 'x' };
    for (let n = 0; n < 12; n++) inner = { name: 'X', each: '$.services', children: [inner] };
    d.uploads.initial.record.children.push(inner);
  });
  assert.ok(lists.ok);
  const filing = aFiling();
  const services = Array.from({ length: 30 }, () => filing.services[0]!);
  const { problems } = buildRecord(lists.profile, 'initial', { ...filing, services }, () => 1);
  assert.ok(problems.some(({ message }) => /过大/.test(message)));
});

function buildAll(
  profile: Parameters<typeof buildRecord>[0],
  kind: RecordKind,
  content: unknown,
): number {
  // The content was drawn for this kind.
  const fields = profileFields(kind, content as never, { codes: CODES, unit_id: UNIT });
  const { xml } = buildRecord(profile, kind, fields, () => 1);
  decodeGbk(uploadDocument(profile, kind, [], { unit_id: UNIT }));
  return xml.length;
}

type Way = (string | number)[];

function placesIn(value: unknown, way: Way = []): Way[] {
  if (typeof value !== 'object' || value === null) return [way];
  const inside = Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...way, key]));
  return way.length > 0 ? [way, ...inside] : inside;
}

function at(document: unknown, way: Way = []): unknown {
  return way.reduce<unknown>(
    (here, key) => (typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined),
    document,
  );
}

function spoil(document: unknown, way: Way, how: string, value: unknown): void {
  const holder = at(document, way.slice(0, -1));
  const key = way.at(-1) ?? '';
  if (typeof holder !== 'object' || holder === null) return;
  if (how === 'remove') Reflect.deleteProperty(holder, key);
  else if (how === 'double' && Array.isArray(holder))
    holder.push(structuredClone(at(holder, [key])));
  else Reflect.set(holder, key, structuredClone(value));
}

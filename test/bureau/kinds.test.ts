import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KINDS, RECORD_KINDS, type RecordKind } from '../../src/bureau/kinds/index.ts';
import { decodeGbk, encodeGbk } from '../../src/bureau/wire/gbk.ts';
import { uploadDocument } from '../../src/bureau/wire/upload-document.ts';
import { UserError } from '../../src/platform/errors.ts';
import { ANY } from './records.ts';
import { uploadFaults, withSchemas } from './schemas.ts';
import { written } from './written.ts';

const numRuns = Number(process.env['SCHEMA_RUNS'] ?? 20);

for (const kind of RECORD_KINDS) {
  const { word, element } = KINDS[kind];
  const any: fc.Arbitrary<unknown> = ANY[kind];

  test(
    `every ${kind} (${word}) that is taken fits the official schema, as GBK`,
    withSchemas,
    () => {
      fc.assert(
        fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (contents) => {
          const records = contents.map((content) => encodeGbk(xmlOf(kind, content)));
          assert.equal(uploadFaults(uploadDocument(element, records, '10001')), '');
        }),
        { numRuns },
      );
    },
  );

  test(`a text of a ${kind} that GBK does not carry is refused with its field named`, () => {
    fc.assert(
      fc.property(any, fc.nat(), (content, at) => {
        const paths = textsIn(content);
        const path = paths[at % paths.length] ?? [];
        const changed = changedAt(content, path, '𠮷野家𠮷野家𠮷野家');
        assert.throws(
          () => KINDS[kind].read(changed),
          (error) => error instanceof UserError && path.join('.') in error.fields,
          path.join('.'),
        );
      }),
      { numRuns: 60 },
    );
  });

  test(`nothing of a ${kind} is lost on its way: every text stands in what goes up`, () => {
    fc.assert(
      fc.property(any, (content) => {
        const xml = decodeGbk(encodeGbk(xmlOf(kind, content)));
        for (const path of textsIn(content).filter(isPlainText)) {
          const value = valueAt(content, path);
          assert.ok(value === '' || xml.includes(`>${escaped(value)}</`), path.join('.'));
        }
      }),
      { numRuns: 30 },
    );
  });
}

/** The content was drawn for this kind: the table above pairs them. */
function xmlOf(kind: RecordKind, content: unknown): string {
  return written(kind, content as never);
}

type Path = (string | number)[];

function textsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value);
  return inside.flatMap(([key, inner]) => textsIn(inner, [...at, key]));
}

function valueAt(value: unknown, path: Path): string {
  const found = path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
  return String(found);
}

function changedAt(content: unknown, path: Path, text: string): unknown {
  const copy = structuredClone(content);
  const last = path.at(-1) ?? '';
  const holder = path
    .slice(0, -1)
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : at),
      copy,
    );
  if (typeof holder === 'object' && holder !== null) Reflect.set(holder, last, text);
  return copy;
}

/** Not what goes up in another form (addresses, uses of pictures, passwords) or in the place of another number. */
function isPlainText(path: Path): boolean {
  const name = path.join('.');
  return !/(^|\.)(first|last|ip|use|owner|filing_password|icp_number|bureau_id|bureau_ip_id)$/.test(
    name,
  );
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

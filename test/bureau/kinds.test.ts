import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KINDS, RECORD_KINDS, type RecordKind } from '../../src/bureau/kinds/index.ts';
import { UserError } from '../../src/platform/errors.ts';
import { changedAt, type Path, textsIn, valueAt } from './changed.ts';
import { ANY } from './records.ts';
import { uploadFaults, withSchemas } from './schemas.ts';
import { fileOf, fitted, written } from './written.ts';

const numRuns = Number(process.env['SCHEMA_RUNS'] ?? 20);

for (const kind of RECORD_KINDS) {
  const { word } = KINDS[kind];
  const any: fc.Arbitrary<unknown> = ANY[kind];

  test(
    `every ${kind} (${word}) that is taken fits the official schema, as GBK`,
    withSchemas,
    () => {
      fc.assert(
        fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (contents) => {
          const records = contents.map((content) => xmlOf(kind, content));
          assert.equal(uploadFaults(fileOf(kind, records)), '');
        }),
        { numRuns },
      );
    },
  );

  test(`a text of a ${kind} that GBK does not carry is refused with its field named`, () => {
    fc.assert(
      fc.property(any, fc.nat(), (content, at) => {
        const paths = textsIn(content).filter((path) => !isUnread(kind, content, path));
        const path = paths[at % paths.length] ?? [];
        const changed = changedAt(content, path, '𠮷野家𠮷野家𠮷野家');
        assert.throws(
          () => fitted(kind, changed as never),
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
        const xml = xmlOf(kind, content);
        for (const path of textsIn(content).filter(isPlainText)) {
          const value = valueAt(content, path);
          if (isUnread(kind, content, path)) continue;
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

/** Not what goes up in another form (addresses, uses of pictures, passwords) or in the place of another number. */
function isPlainText(path: Path): boolean {
  const name = path.join('.');
  return !/(^|\.)(first|last|ip|gateway_ip|use|owner|filing_password|icp_number|bureau_id|bureau_ip_id|domain|source_unit_name)$/.test(
    name,
  );
}

/** What the bureau asks for one way of use only is passed over in the others. */
function isUnread(kind: RecordKind, content: unknown, path: Path): boolean {
  const name = path.join('.');
  if (name === 'way') return true;
  // Whose picture it is and what the entity is known by matters only with a picture.
  if (kind === 'add_access' && /^entity|owner/.test(name)) return true;
  if (/(^|\.)owner$/.test(name)) return true;
  // New addresses have no number of the bureau's.
  if (/^add_(service|access)$/.test(kind) && /bureau_ip_id$/.test(name)) return true;
  if (!kind.endsWith('_ip_assignment')) return false;
  const { way } = content as { way: string };
  const always = /^(first|last|remark|bureau_id)$/.test(name);
  const mine = { '1': !/^assignee/.test(name), '2': /^assignee/.test(name) }[way];
  const own = /^(mode|assigned_on|gateway)/.test(name);
  return !always && !(mine ?? (way === '3' && own));
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

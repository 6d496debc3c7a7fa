import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KINDS, RECORD_KINDS, type RecordKind } from '../../../src/bureau/kinds/index.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { BY_HAND } from '../by-hand/index.ts';
import { changedAt, textsIn } from '../changed.ts';
import { ANY } from '../records.ts';
import { CODES, fitted, numberOf, UNIT } from '../written.ts';

const numRuns = Number(process.env['PROFILE_RUNS'] ?? 60);
const isByHand = (kind: RecordKind): kind is keyof typeof BY_HAND => kind in BY_HAND;

for (const kind of RECORD_KINDS.filter(isByHand)) {
  const { word } = KINDS[kind];
  const any: fc.Arbitrary<unknown> = ANY[kind];

  test(`${kind} (${word}): the profile writes byte for byte what is written by hand`, () => {
    fc.assert(
      fc.property(any, (content) => {
        const hand = BY_HAND[kind].read(content);
        // The content was drawn for this kind.
        const profile = fitted(kind, content as never);
        const writing = { idOf: numberOf, codes: CODES, unit_id: UNIT };
        assert.equal(new TextDecoder('gbk').decode(profile.bytes(numberOf)), hand.xml(writing));
        assert.equal(profile.items, hand.items);
        assert.deepEqual(numbered(profile.parts), numbered(hand.parts));
        assert.deepEqual(profile.marks(numberOf), hand.marks(numberOf));
      }),
      { numRuns },
    );
  });

  test(`${kind} (${word}): what does not fit is told at the same fields`, () => {
    const wrong = fc.constantFrom('', ' ', '𠮷', '1', '0', 'x'.repeat(5000), '2026-02-30', 'A/+=');
    fc.assert(
      fc.property(any, fc.nat(), wrong, (content, at, text) => {
        const paths = textsIn(content).filter((path) => !isUnread(kind, path.join('.')));
        const path = paths[at % paths.length] ?? [];
        const changed = changedAt(content, path, text);
        const hand = faultsOf(() => BY_HAND[kind].read(changed));
        const profile = faultsOf(() => fitted(kind, changed as never));
        assert.deepEqual(
          profile.filter((one) => hand.includes(one) || !isFollowing(one)),
          // An address that is none is told once: at its end, not at the whole range as well.
          hand.filter((one) => profile.includes(one) || !hand.some((end) => isEndOf(one, end))),
          path.join('.'),
        );
        assert.equal(profile.length > 0, hand.length > 0);
      }),
      { numRuns: numRuns * 3 },
    );
  });
}

function numbered(parts: { path: string; given_id?: string }[]): string[] {
  return [...new Set(parts.map(({ path, given_id = '' }) => `${path} ${given_id}`))].sort();
}

/** What never goes up, and is checked by hand only. */
function isUnread(kind: RecordKind, path: string): boolean {
  if (/^add_(service|access)$/.test(kind) && path.endsWith('bureau_ip_id')) return true;
  return kind === 'add_access' && path.startsWith('entity.');
}

/** A wrong number of an owner is told with each of its pictures too. */
function isFollowing(path: string): boolean {
  return /^attachments\.\d+\.owner/.test(path);
}

function isEndOf(range: string, path: string): boolean {
  return path === `${range}.first` || path === `${range}.last`;
}

/** At which fields content is refused. */
function faultsOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return [...new Set(Object.keys(error.fields))].sort();
  }
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Code, Found } from '../../../src/filings/watch/codes.ts';
import { startDatabase } from '../../bureau/setup.ts';

const { db } = await startDatabase();
const { noteLook, levelNow } = await import('../../../src/filings/watch/note-look.ts');
const { now, shiftClock, DAY } = await import('../../../src/platform/clock.ts');
let made = 0;

async function aWatched(): Promise<number> {
  const n = ++made;
  const row = {
    ...{ watch_no: `JC${n}`, domain: `d${n}.cn`, service_no: `WZ${n}`, province_code: '330000' },
    ...{ level: 0, created_at: now() },
  };
  const [id = 0] = await db('watched_domains').insert(row);
  return id;
}

/** One look at the network and one at the papers; undefined: it could not be made. */
interface Looks {
  dns: Code[] | undefined;
  leader: number | undefined;
}
const dnsCodes = fc.subarray<Code>(['resolves_elsewhere', 'ip_mismatch', 'resolves_nowhere']);
const looks = fc.record<Looks>({
  dns: fc.option(dnsCodes, { nil: undefined, freq: 4 }),
  leader: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 4 }),
});

const found = (code: Code, stage = 1): Found => ({ code, stage, evidence: `${code} ${stage}` });

async function run(history: readonly Looks[]) {
  const id = await aWatched();
  let told = 0;
  for (const { dns, leader } of history) {
    const papers =
      leader === undefined ? undefined : leader > 0 ? [found('leader_id', leader)] : [];
    told += (
      await noteLook(
        db,
        { id },
        'dns',
        dns?.map((code) => found(code)),
      )
    ).length;
    told += (await noteLook(db, { id }, 'expiring', papers)).length;
  }
  const rows = await db('watch_findings').where({ watched_id: id });
  const standing = rows.filter((row) => row.open_key !== null && row.confirmed_at !== null);
  return {
    standing: standing.map((row) => row.code).sort(),
    doubts: rows
      .filter((row) => row.confirmed_at === null)
      .map((row) => row.code)
      .sort(),
    ended: rows.filter((row) => row.cleared_at !== null).length,
    told,
    level: await levelNow(db, id),
  };
}

/** The same by another way: a code's looks as a string of 1 and 0, in which two of a kind in a row decide. */
function model(history: readonly Looks[]) {
  const known = history.flatMap(({ dns }) => (dns ? [dns] : []));
  const codes: Code[] = ['resolves_elsewhere', 'ip_mismatch', 'resolves_nowhere'];
  const times = codes.map((code) => {
    const line = known.map((look) => (look.includes(code) ? '1' : '0')).join('');
    const episodes = line.split('00').map((part) => part.includes('11'));
    const stands = episodes.pop() === true;
    return {
      code,
      stands,
      doubt: !stands && line.endsWith('1'),
      ended: episodes.filter(Boolean).length,
    };
  });
  const stages = history.flatMap(({ leader }) => (leader === undefined ? [] : [leader]));
  const papers = stages.join('').split('0');
  const last = papers.at(-1) ?? '';
  const rises = (part: string) =>
    [...part].filter(
      (one, at) => one > Math.max(0, ...[...part.slice(0, at)].map(Number)).toString(),
    ).length;
  const stood = times.filter(({ stands }) => stands);
  const leads: Code[] = last ? ['leader_id'] : [];
  const grave = (code: Code) =>
    code === 'resolves_nowhere' ? 1 : code === 'leader_id' ? Math.min(2, Number(last.at(-1))) : 2;
  const standing = [...stood.map(({ code }) => code), ...leads].sort();
  return {
    standing,
    doubts: times
      .filter(({ doubt }) => doubt)
      .map(({ code }) => code)
      .sort(),
    ended:
      times.reduce((sum, { ended }) => sum + ended, 0) + papers.slice(0, -1).filter(Boolean).length,
    told:
      times.reduce((sum, { ended, stands }) => sum + ended + Number(stands), 0) +
      papers.reduce((sum, part) => sum + rises(part), 0),
    level: Math.max(0, ...standing.map(grave)),
  };
}

test('after any history of looks there stands, has ended and was told what a simple model says', async () => {
  const histories = fc.array(looks, { maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      assert.deepEqual(await run(history), model(history));
    }),
    { numRuns: Number(process.env['WATCH_HISTORIES'] ?? 60) },
  );
});

test('a history in which every look is taken twice ends as the model of the doubled history, told once for each finding', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(looks, { maxLength: 6 }), async (history) => {
      const doubled = history.flatMap((look) => [look, look]);
      assert.deepEqual(await run(doubled), model(doubled));
    }),
    { numRuns: 20 },
  );
});

test('what is put aside is not told and does not count, until its time is over', async () => {
  const id = await aWatched();
  const look = () => noteLook(db, { id }, 'filed', [found('access_lost')]);
  assert.equal((await look()).length, 1);
  assert.equal(await levelNow(db, id), 2);
  await db('watch_findings')
    .where({ watched_id: id })
    .update({ muted_until: new Date(now().getTime() + DAY), told_stage: 0 });
  assert.equal((await look()).length, 0);
  assert.equal(await levelNow(db, id), 0);
  shiftClock(2 * DAY);
  assert.equal((await look()).length, 1);
  assert.equal((await look()).length, 0, 'told once');
  shiftClock(0);
});

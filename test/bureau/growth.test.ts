import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { HOUR, shiftClock } from '../../src/platform/clock.ts';
import { getJson, startSandbox } from '../sandbox/process.ts';
import { type Cost, costOf, pile } from './growth.ts';
import { importFrom, queue, startDatabase } from './setup.ts';

// How the cost of a polling round grows. BENCH_SIZES=1000,10000,100000 for the long form (npm run bench:bureau).

const SIZES = (process.env['BENCH_SIZES'] ?? '1000,4000').split(',').map(Number);
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 2);
const LIMIT = 60;
/** Records that are due at each bureau in a round that has something to do. */
const DUE = 3;

const { db } = await startDatabase();
const {
  jobs: _jobs,
  schedules,
  pendingResults,
  keepShippedProfile,
} = await import('../../src/bureau/index.ts');
const { exchangeRound } = await import('../../src/bureau/exchange/exchange.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { exchangeSetting } = await import('../../src/bureau/bureaus/settings.ts');
await keepShippedProfile(db);
await writeSetting(db, exchangeSetting, { batch_seconds: 0 });

const ACCOUNTS = [
  { name: 'zj', key: '0123456789abcdef', province: '330000', isp: '10001' },
  { name: 'gd', key: 'fedcba9876543210', province: '440000', isp: '20002' },
  { name: 'bj', key: 'aabbccddeeff0011', province: '110000', isp: '30003' },
];
const bureaus = await Promise.all(
  ACCOUNTS.map(async ({ name, key, province, isp }) => {
    const own = ['--aes-key', key, '--province', province, '--isp-id', isp];
    const running = await startSandbox('bureau', ['--jcdm', 'no', '--auto', 'refuse', ...own]);
    await importFrom(running, name, { calls_per_hour: LIMIT });
    return { name, url: running.url };
  }),
);
const ids = await db('bureaus').orderBy('id').pluck('id');
const callsAt = async (url: string) => {
  const { counts } = await getJson<{ counts: Record<string, Record<string, number>> }>(
    `${url}/_control/calls`,
  );
  return Object.values(counts)
    .flatMap((one) => Object.values(one))
    .reduce((sum, one) => sum + one, 0);
};

let hours = 0;
/** Another hour: what the bureaus allow in one is free again. */
const anotherHour = () => shiftClock(++hours * (HOUR + 1000));
let filings = 0;
const putInLine = async () => {
  for (const { name } of bureaus)
    for (let n = 0; n < DUE; n++) await queue(name, `BD${++filings}`, filings);
};

/** All that runs for the bureaus by itself, once, and a round with each of them; then what filings take up. */
async function everything(): Promise<void> {
  await db('bureaus').update({ next_poll_at: new Date('2100-01-01') });
  for (const { run } of schedules) await run();
  for (const id of ids) await exchangeRound(id);
  await pendingResults(db, 100);
}

interface Measured {
  open: number;
  idle: Cost;
  due: Cost;
}

async function measured(open: number, from: number): Promise<Measured> {
  await pile(db, { from, to: open, bureaus: ids });
  const idle: Cost[] = [];
  const due: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    anotherHour();
    await everything();
    idle.push(await costOf(db, everything));
    await putInLine();
    due.push(await costOf(db, everything));
    await untilQuiet();
  }
  return { open, idle: least(idle), due: least(due) };
}

/** Until the bureaus have said all they had to say, so that each round begins alike. */
async function untilQuiet(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((done) => setTimeout(done, 150));
    await everything();
  }
  await db('bureau_results').whereNull('settled_at').update({ settled_at: new Date() });
}

const least = (costs: Cost[]): Cost => ({
  rows: Math.min(...costs.map(({ rows }) => rows)),
  queries: Math.min(...costs.map(({ queries }) => queries)),
  ms: Math.min(...costs.map(({ ms }) => ms)),
});

const report: { rounds: Measured[]; rush?: object } = { rounds: [] };

test(`a round costs what is due, not what is open (${SIZES.join(', ')} open records at three bureaus)`, async () => {
  let from = 0;
  for (const open of SIZES) {
    report.rounds.push(await measured(open, from));
    from = open;
  }
  const [first, ...more] = report.rounds;
  for (const { open, idle, due } of more) {
    const told = JSON.stringify({ first, open, idle, due });
    assert.ok(idle.rows <= first!.idle.rows * 1.2 + 60, `idle, rows: ${told}`);
    assert.ok(due.rows <= first!.due.rows * 1.2 + 200, `due, rows: ${told}`);
    assert.ok(idle.queries <= first!.idle.queries + 10, `idle, queries: ${told}`);
    assert.ok(due.queries <= first!.due.queries * 1.2 + 20, `due, queries: ${told}`);
  }
});

test(`in a rush no bureau is called more than its ${LIMIT} times in any hour`, async () => {
  const most: number[] = [];
  await writeSetting(db, exchangeSetting, { batch_seconds: 0, records_per_file: 1 });
  for (const { name } of bureaus)
    for (let n = 0; n < 25; n++) await queue(name, `BR${++filings}`, filings);
  for (let hour = 0; hour < 2; hour++) {
    anotherHour();
    const before = await Promise.all(bureaus.map(({ url }) => callsAt(url)));
    for (let round = 0; round < 3; round++) for (const id of ids) await exchangeRound(id);
    const after = await Promise.all(bureaus.map(({ url }) => callsAt(url)));
    most.push(...after.map((count, n) => count - before[n]!));
  }
  assert.ok(Math.max(...most) <= LIMIT, String(most));
  assert.equal(Math.max(...most), LIMIT, 'the rush is one');
  report.rush = { limit: LIMIT, most_in_an_hour: Math.max(...most), calls: most };
  const file = process.env['BENCH_REPORT'];
  if (file) writeFileSync(file, JSON.stringify(report));
});

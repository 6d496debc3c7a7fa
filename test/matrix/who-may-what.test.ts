import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { start } from '../harness.ts';
import type { Route } from '../security/routes.ts';
import { COLUMNS, makeWorld, type Values, type Who } from './world.ts';

const app = await start();
const { forgetLimits } = await import('../security/limits.ts');
const world = await makeWorld(app);
const { routes } = world;
const nameOf = (route: { method: string; pattern: string }) => `${route.method} ${route.pattern}`;

/** The table of who-may-what.md: route -> the outcome in each column. */
const text = readFileSync(new URL('who-may-what.md', import.meta.url), 'utf8');
const rows = [...text.matchAll(/^\| `(\w+ [^`]+)` +\|(.*)\|$/gm)].map(
  ([, name = '', cells = '']) => [name, cells.split('|').map((cell) => cell.trim())] as const,
);
const table = new Map(rows);

test('every route of the product has its line in the table, and every line its route', () => {
  assert.deepEqual(rows.map(([name]) => name).sort(), routes.map(nameOf).sort());
});

/** In these somebody is kept out: he must not learn by them what is there. */
const HIDDEN = ['in', '403', '404'];

interface Seen {
  outcome: string;
  /** All that is told, without the numbers that differ between any two. */
  told: string;
}

async function knock(who: Who, route: Route, values: Values): Promise<Seen> {
  const path = world.pathOf(route, values);
  const headers = { accept: 'text/html', ...(await world.headersOf(who)) };
  const body = route.method === 'GET' ? undefined : new URLSearchParams();
  const answer = await fetch(new URL(path, app.url), {
    ...{ method: route.method, headers, redirect: 'manual' },
    ...(body && { body }),
  });
  const place = answer.headers.get('location') ?? '';
  const words = (await answer.text()).replace(/[0-9a-f]{8}(-[0-9a-f]{4,12}){4}/g, '');
  const told = Object.values(values)
    .filter((value) => value.length > 9)
    .reduce((left, value) => left.replaceAll(value, '…'), `${answer.status} ${place} ${words}`);
  return { outcome: outcomeOf(answer.status, place), told };
}

function outcomeOf(status: number, place: string): string {
  if (status === 401 || place.startsWith('/sign-in?')) return 'in';
  return status < 400 ? 'ok' : String(status);
}

/** A number of the same kind that nobody has. */
function madeUp(values: Values): Values {
  const numbers = Object.entries(values).map(([name, value]) => [
    name,
    /_no$|^no$|^token$/.test(name) && value
      ? `${value.slice(0, 2)}${'Z'.repeat(value.length - 2)}`
      : value,
  ]);
  return Object.fromEntries(numbers);
}

for (const route of routes) {
  test(`${nameOf(route)} does for each what the table says, and hides what is not there alike`, async () => {
    await forgetLimits();
    const found: string[] = [];
    for (const [column, who] of COLUMNS.entries()) {
      const values = await world.things(route);
      const { outcome, told } = await knock(who, route, values);
      const wanted = table.get(nameOf(route))?.[column] ?? '';
      found.push(wanted === 'none' && outcome === '404' ? 'none' : outcome);
      if (!HIDDEN.includes(wanted) || !route.pattern.includes(':')) continue;
      const none = madeUp(values);
      assert.equal(told, (await knock(who, route, none)).told, `${who} can tell one from none`);
    }
    assert.deepEqual(found, table.get(nameOf(route)), COLUMNS.join(' '));
  });
}

import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Browser as Client } from '../harness.ts';
import { person } from './chromium.ts';
import { ready } from './steps.ts';

const from = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const tools = [from('node_modules/axe-core/axe.min.js'), from('test/views/in-page.js')].join('\n');

/** A person's window: his session, a screen and a theme. */
export async function windowOf(
  browser: Browser,
  client: Client,
  look: { width?: number; dark?: boolean } = {},
) {
  const window = await person(browser, look);
  const cookies = [...client.cookies].map(([name, value]) => ({ name, value, url: client.url }));
  await window.page.context().addCookies(cookies);
  const open = async (path: string) => {
    await window.page.goto(`${client.url}${path}`);
    await ready(window.page);
  };
  return { ...window, open };
}

/** What is wrong with a page as it stands: scrolls sideways, bars somebody, is too small for a finger. */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(tools);
  const sideways = await page.evaluate<number>('inPage.sideways()');
  const barriers = await page.evaluate<string[]>('inPage.barriers()');
  const phone = (page.viewportSize()?.width ?? 1280) < 500;
  const small = phone ? await page.evaluate<string[]>('inPage.smallTargets()') : [];
  return [
    ...(sideways > 0 ? [`scrolls sideways by ${sideways}`] : []),
    ...barriers,
    ...small.map((target) => `too small for a finger: ${target}`),
  ];
}

/** With LOOK_AT=folder every page that is looked at is kept there as a picture. */
export async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env['LOOK_AT'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/**
 * The looks to check pages in: all of them with LOOKS=all (`npm run test:looks`), else the last of each list, a phone at
 * night, which is the hardest to stand well in. The whole run stays short.
 */
export function looksNow<T>(looks: Readonly<Record<string, T>>): [string, T][] {
  const all = Object.entries(looks);
  return process.env['LOOKS'] === 'all' ? all : all.slice(-1);
}

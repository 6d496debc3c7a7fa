import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
  });
}

/** A person at a screen of his own. Everything the console or the content policy complains of is kept. */
export async function person(browser: Browser, look: { width?: number; dark?: boolean } = {}) {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1280, height: 900 },
    colorScheme: look.dark ? 'dark' : 'light',
    ...((look.width ?? 1280) < 500 ? { hasTouch: true, isMobile: true } : {}),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${page.url()} ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
  const calm = () => assert.deepEqual(complaints, []);
  return { page, calm, complaints };
}

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

/** Keeps a picture for README when SCREENSHOTS=keep; otherwise only proves that one can be made. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const keep = process.env['SCREENSHOTS'] === 'keep';
  if (keep) mkdirSync(folder, { recursive: true });
  const options = keep ? { path: `${folder}${name}.png` } : {};
  await page.screenshot({ ...options, fullPage: false });
}

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { openStage } from './stage.ts';

/** Set by `npm test` when a Chromium is on the machine. */
const executablePath = process.env['TEST_CHROMIUM'];
export const skip = executablePath ? false : '没有 Chromium';

export interface Visit {
  page: Page;
  /** What the browser complained about: refused by the policy, failed, thrown. */
  complaints: string[];
}

/** One browser and one server for a test file, ended by `close`. */
export async function openBrowser() {
  const stage = await openStage();
  const browser: Browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-quic'],
  });
  const close = async () => {
    await browser.close();
    stage.close();
  };

  async function visit(path: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ locale: 'zh-CN', baseURL: stage.url, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(path);
    if (options.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]');
    return { page, complaints };
  }
  /** Closes every page that was visited. */
  const leave = async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  };
  return { ...stage, visit, leave, close };
}

import type { Db } from '../../src/platform/db.ts';
import { launchChromium } from '../browser/chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from '../browser/look.ts';
import type { Browser } from '../harness.ts';

const LOOKS = {
  desk: { width: 1280 },
  'desk-night': { width: 1280, dark: true },
  phone: { width: 360 },
  'phone-night': { width: 360, dark: true },
};

/** What is wrong with these pages, each looked at by its person. */
export async function lookAt(
  pages: Readonly<Record<string, readonly [string, Browser]>>,
): Promise<string[]> {
  const browser = await launchChromium();
  const faults: string[] = [];
  for (const [name, look] of looksNow(LOOKS))
    for (const [page, [path, client]] of Object.entries(pages)) {
      const window = await windowOf(browser, client, look);
      await window.open(path);
      faults.push(...(await faultsOf(window.page)).map((fault) => `${page} ${name}: ${fault}`));
      await keep(window.page, `pay-${page}-${name}`);
      faults.push(...window.complaints);
      await window.page.context().close();
    }
  await browser.close();
  return faults;
}

/** A title and a refusal as long as they come. */
export async function longWords(db: Db): Promise<void> {
  const last = await db('payments').orderBy('id', 'desc').first();
  await db('payments')
    .where({ id: last?.id ?? 0 })
    .update({ title: '一个名字很长很长的商品规格，年度会员五十台服务器授权' });
  await db('refunds').insert({
    ...{ refund_no: 'TK00000000000000LG', payment_id: last?.id ?? 0, amount_cents: 100 },
    ...{ way: 'gateway', state: 'failed', reason: '买家说卡密无效', created_at: new Date() },
    last_error: '余额不足（ACQ.SELLER_BALANCE_NOT_ENOUGH）',
  });
}

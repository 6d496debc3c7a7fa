import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM } from '../audit/index.ts';
import { generateCards, importCards, setLoopText } from '../cards/index.ts';
import { seedCatalog } from '../catalog/index.ts';
import { db } from '../platform/db.ts';

const CARDS = 60;

/**
 * A small shop: a product of each kind of delivery, with cards or a text where it needs them, a coupon and an announcement. What
 * is there already is left as it is. Gives how much was made.
 */
export async function demoShop(): Promise<{ products: number; new_cards: number }> {
  const variants = await seedCatalog(SYSTEM);
  const products = await db('products')
    .where({ archived_at: null })
    .count<{ n: number }[]>('* as n');
  let new_cards = 0;
  // The last of several stays sold out, so that there is one to look at.
  const filled = variants.imported.length > 1 ? variants.imported.slice(0, -1) : variants.imported;
  for (const [n, variant_no] of filled.entries())
    if (await isEmpty(variant_no)) new_cards += await importSome(variant_no, n === 0 ? CARDS : 6);
  for (const variant_no of variants.generated)
    if (await isEmpty(variant_no)) new_cards += (await generateCards(variant_no, CARDS)).cards;
  for (const variant_no of variants.loop) if (await isEmpty(variant_no)) await giveText(variant_no);
  return { products: Number(products[0]?.n), new_cards };
}

async function isEmpty(variant_no: string): Promise<boolean> {
  const variant = await db('variants').where({ variant_no }).first('id');
  return !(await db('card_batches')
    .where({ variant_id: variant?.id ?? 0 })
    .first('id'));
}

/** What every buyer of a loop product is given. */
async function giveText(variant_no: string): Promise<void> {
  const variant = await db('variants').where({ variant_no }).first('id');
  const text = `下载 https://example.com/handbook 提取码 ${randomBytes(2).toString('hex')}`;
  if (variant) await setLoopText({ id: null, actor: SYSTEM }, { id: variant.id, variant_no }, text);
}

/** By the way any file takes: a list of cards that nobody has. */
async function importSome(variant_no: string, count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'beika-demo-'));
  try {
    const file = join(folder, 'cards.txt');
    const card = () => `DEMO-${randomBytes(10).toString('hex').toUpperCase()}`;
    await writeFile(file, Array.from({ length: count }, card).join('\n'));
    return (await importCards(variant_no, file)).cards;
  } finally {
    await rm(folder, { recursive: true });
  }
}

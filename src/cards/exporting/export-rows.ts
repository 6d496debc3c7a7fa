import { db } from '../../platform/db.ts';
import { maskNumber } from '../../platform/mask.ts';
import { yuan } from '../../platform/money.ts';
import { cardsIn } from '../bulk/filter-cards.ts';
import { maskSecret } from '../importing/preview.ts';
import { type CardNames, namesOfCards } from '../pages/names.ts';
import { STATUS_WORDS } from '../pages/words.ts';
import { openSecret, partsOf } from '../secrets.ts';
import { type CardRow, NEVER_LAPSES } from '../tables.ts';
import type { CardFilter } from '../tasks/plans.ts';

const PAGE = 1000;
const HEADINGS = [
  '编号',
  '卡号',
  '卡密',
  '商品',
  '规格',
  '批次',
  '状态',
  '销售截止日',
  '进价（元）',
];

type Cells = (string | number | null)[];

/** The cards of a filter as rows of a file, oldest first, secrets masked unless `whole`. */
export async function* exportRows(filter: CardFilter, whole: boolean): AsyncGenerator<Cells> {
  yield HEADINGS;
  const names = namesOfCards();
  let after = 0;
  for (;;) {
    const page = await cardsIn(db, filter)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .select<CardRow[]>('*', db.raw("date_format(sell_by, '%Y-%m-%d') as sell_by"));
    await names.learn(page);
    for (const card of page) yield cellsOf(card, names, whole);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.id;
  }
}

function cellsOf(card: CardRow, names: CardNames, whole: boolean): Cells {
  const { text, number = '', secret = text } = partsOf(openSecret(card));
  const shown = whole ? [number, secret] : [number && maskNumber(number), maskSecret(secret)];
  const { product, variant, batch } = names.of(card);
  const day = card.sell_by === NEVER_LAPSES ? '' : card.sell_by;
  const cost = card.cost_cents === null ? null : Number(yuan(card.cost_cents));
  return [card.id, ...shown, product, variant, batch, STATUS_WORDS[card.status].text, day, cost];
}

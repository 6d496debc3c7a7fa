import fc from 'fast-check';

/** Common characters and rare ones that GBK still has; none begins a word that reviewers stop at. */
const HAN = [
  ...'云溪青禾晨曦澄海知行墨香松风若水明德景和嘉树静安清源远山流光星河溪桥春秋棠梨竹兰',
  ...'犇淼鑫骁喆祎赟旻昇彧翀玥罡镕祇頫垚囍瑢颋',
];
const MARKS = [
  ...'，。；：（）《》、·—…“”％＋ 1234567890AZaz',
  '&',
  '<',
  '>',
  '"',
  "'",
  ']]>',
  '-',
  '/',
];

export const han = fc.constantFrom(...HAN);

/** So many Chinese characters, now and then exactly the most there may be. */
export function hanText(least: number, most: number): fc.Arbitrary<string> {
  const short = fc.string({ unit: han, minLength: least, maxLength: Math.min(most, least + 6) });
  const full = fc.string({ unit: han, minLength: most, maxLength: most });
  return fc.oneof({ weight: 8, arbitrary: short }, { weight: 1, arbitrary: full });
}

/** Free text with marks that XML must escape, never longer than `most`, without blanks at its ends. */
export function freeText(most: number): fc.Arbitrary<string> {
  const unit = fc.oneof(han, fc.constantFrom(...MARKS));
  const inner = fc.string({ unit, maxLength: 30 });
  const short = fc.tuple(han, inner, han).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 6, arbitrary: short },
    {
      weight: 1,
      arbitrary: short.map((text) =>
        text
          .repeat(most)
          .slice(0, most - 1)
          .concat('末'),
      ),
    },
  );
}

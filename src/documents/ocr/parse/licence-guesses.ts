import { type Cell, joined } from './cells.ts';
import { doubted, type Found, type FoundFields } from './found.ts';
import { LICENCE_TYPES, licenceType } from './licence-type.ts';
import { LICENCE_VALUES } from './licence-values.ts';

const NO_LABEL = '未找到对应的标签，请核对';

/** Fields whose label was lost, told by what they look like; the person is always asked to look. */
export function guessed(cells: Cell[], known: FoundFields): FoundFields {
  const fields: FoundFields = {};
  for (const [name, shape, read] of SHAPES) {
    if (known[name]) continue;
    const cell = cells.find((candidate) => shape.test(candidate.text));
    const field = cell && read([cell]);
    if (field) fields[name] = doubted(field, field.confidence * 0.75, NO_LABEL);
  }
  return fields;
}

const SHAPES: [string, RegExp, (rows: Cell[]) => Found | undefined][] = [
  [
    'name',
    /^[\p{Script=Han}（）()]{4,}(公司|合伙\)?|中心|商行|经营部|店|厂|超市|合作社)$/u,
    (rows) => LICENCE_VALUES.name?.(rows),
  ],
  [
    'type',
    new RegExp(`^(?:${LICENCE_TYPES.filter((t) => !t.includes('(')).join('|')})`),
    licenceType,
  ],
  ['term', /^\d{4}年\d{1,2}月\d{1,2}日至|^长期$/, (rows) => LICENCE_VALUES.term?.([joined(rows)])],
];

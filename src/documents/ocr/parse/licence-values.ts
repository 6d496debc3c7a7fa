import { addressOf, plain } from './address.ts';
import { capitalOf } from './capital.ts';
import { type Cell, joined, part } from './cells.ts';
import { dateIn, termOf } from './dates.ts';
import { doubted, type Found, found, withoutHoles } from './found.ts';
import type { LabelName } from './labels.ts';
import { licenceType } from './licence-type.ts';
import { personName } from './person-name.ts';
import { scopeOf } from './scope.ts';

/** For each label, how the rows beside it become a value; undefined when they cannot be one. */
export const LICENCE_VALUES: Partial<Record<LabelName, (rows: Cell[]) => Found | undefined>> = {
  name: companyName,
  type: licenceType,
  address: addressOf,
  legal_person: (rows) => representative(rows[0]!),
  registered_capital: (rows) => capitalOf(joined(rows.slice(0, 2))),
  established_on: (rows) => dateIn(rows[0]!),
  term: (rows) => termOf(joined(rows.slice(0, 2))),
  scope: scopeOf,
  composition: (rows) => composition(rows[0]!),
};

function companyName(rows: Cell[]): Found {
  const whole = joined(rows);
  const value = plain(whole.text).replace(/[.·,、。]+$/, '');
  const field = withoutHoles(found(value, rows), rows);
  if (value.length < 4) return doubted(field, 0.6, '名称不完整，请核对');
  const stray = /(?<![A-Za-z0-9.-])[A-Za-z0-9|!](?![A-Za-z0-9.-])/.test(value);
  return stray ? doubted(field, 0.7, '名称中夹有单个字母或数字，请核对') : field;
}

/** A partnership names its partner firm and who acts for it; a company one person. */
function representative(row: Cell): Found | undefined {
  if (/公司|合伙|委派/.test(row.text)) return found(plain(row.text), [row]);
  return personName(row);
}

function composition(row: Cell): Found {
  const match = /个人经营|家庭经营/.exec(row.text);
  if (match) return found(match[0], [part(row, match.index, match.index + 4)]);
  return doubted(found(row.text, [row]), 0.6, '组成形式不常见，请核对');
}

import { birthOf, isDate, isIdNumber, sexOf } from '../checks/id-number.ts';
import type { Line } from '../types.ts';
import { addressOf } from './address.ts';
import { type Cell, cellsOf, joined, lineHeight, middleY, part, rowsOf } from './cells.ts';
import { type CodeRule, findCode } from './codes.ts';
import { ethnicityAmong, ethnicityOf } from './ethnicity.ts';
import { doubted, type Found, type FoundFields, found } from './found.ts';
import { personName } from './person-name.ts';

const ID_NUMBER: CodeRule = {
  length: 18,
  allowed: '0123456789X',
  check: isIdNumber,
  failed: '身份证号码校验不通过，请核对',
};

/** The portrait side of an identity card. The number decides birth date and sex when it verifies. */
export function parseIdFront(lines: Line[]): FoundFields {
  const rows = rowsOf(cellsOf(lines)).map(joined);
  const idNumber = findCode(rows, ID_NUMBER);
  const numberTop = numberRow(rows, idNumber);
  const above = rows.filter((row) => middleY(row) < numberTop);
  const sexAt = above.findIndex((row) => /性别|民族|^.?别[男女]/.test(row.text));
  const birthAt = above.findIndex((row) => birthPattern.test(row.text) || /^出生/.test(row.text));
  const addressFrom = addressStart(above, birthAt, sexAt);
  const people = ethnicityAmong(above.slice(0, birthAt < 0 ? 4 : birthAt));
  const fields: FoundFields = {
    ...only('ethnicity', people),
    ...sexAndPeople(above[sexAt]),
    ...only('name', nameIn(above, sexAt < 0 ? birthAt : sexAt)),
    ...only('birth_on', birthIn(above[birthAt])),
    ...only('address', addressFrom < 0 ? undefined : addressIn(above.slice(addressFrom))),
    ...only('id_number', idNumber),
  };
  return crossChecked(fields);
}

const birthPattern = /(\d{4})年?(\d{1,2})月?(\d{1,2})日?$/;

function only(name: string, field: Found | undefined): FoundFields {
  return field ? { [name]: field } : {};
}

function numberRow(rows: Cell[], idNumber: Found | undefined): number {
  if (idNumber) return idNumber.box.top;
  const label = rows.find((row) => /公民身|身份号|份号码/.test(row.text));
  return label ? label.box.top : Number.POSITIVE_INFINITY;
}

const LABELLED_NAME = /^.{0,2}姓名{1,2}|^[^男女]名(?=.{2,4}$)/;

function nameIn(rows: Cell[], nextAt: number): Found | undefined {
  const labelled = rows.find((row) => LABELLED_NAME.test(row.text));
  if (labelled) {
    return personName(part(labelled, LABELLED_NAME.exec(labelled.text)?.[0].length ?? 0));
  }
  const before = nextAt > 0 ? rows[nextAt - 1] : undefined;
  if (!before) return undefined;
  const from = /^[姓名]{1,2}/.exec(before.text)?.[0].length ?? 0;
  const field = personName(part(before, from));
  return field && doubted(field, 0.75, '未找到“姓名”标签，请核对');
}

function sexAndPeople(row: Cell | undefined): FoundFields {
  if (!row) return {};
  const sex = row.text.search(/[男女]/);
  const people = /民族|民.(?=.{1,4}$)|族/.exec(row.text);
  const after = people ? people.index + people[0].length : -1;
  return {
    ...only('sex', sex < 0 ? undefined : found(row.text[sex]!, [part(row, sex, sex + 1)])),
    ...only('ethnicity', after < 0 ? undefined : ethnicityOf(part(row, after))),
  };
}

function birthIn(row: Cell | undefined): Found | undefined {
  const match = row && birthPattern.exec(row.text);
  if (!row || !match) return undefined;
  const [, year, month, day] = match;
  const date = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`;
  return isDate(date) ? found(date, [part(row, match.index)]) : undefined;
}

/** The row that 住址 stands in, or the one after the birth date. */
function addressStart(rows: Cell[], birthAt: number, sexAt: number): number {
  const labelled = rows.findIndex((row) => /^.{0,1}(住址|住.(?=.*[省市区县])|往址)/.test(row.text));
  if (labelled >= 0) return labelled;
  if (birthAt >= 0) return birthAt + 1;
  return sexAt >= 0 ? sexAt + 2 : -1;
}

function addressIn(rows: Cell[]): Found | undefined {
  if (rows.length === 0) return undefined;
  const label = /^.{0,1}[住往].?址|^[住址]/.exec(rows[0]!.text)?.[0].length ?? 0;
  const height = lineHeight(rows);
  const cells: Cell[] = [];
  let bottom = middleY(rows[0]!);
  for (const [i, row] of rows.entries()) {
    if (middleY(row) - bottom > 2.2 * height) break;
    const cell = i === 0 ? part(row, label) : row;
    if (cell.chars.length > 0 && !/公民身|身份号码/.test(cell.text)) cells.push(cell);
    bottom = middleY(row);
  }
  return cells.length > 0 ? addressOf(cells) : undefined;
}

/** A number that verifies is surer than what is printed elsewhere; where the two differ, the person looks. */
function crossChecked(fields: FoundFields): FoundFields {
  const number = fields['id_number'];
  if (!number || number.confidence < 0.8) return fields;
  const birth = decided(fields['birth_on'], number, birthOf(number.value));
  const sex = decided(fields['sex'], number, sexOf(number.value));
  const differs = [birth, sex].some((field) => field.warnings.includes(DIFFERS));
  const id_number = differs ? doubted(number, 0.75, DIFFERS) : number;
  return { ...fields, birth_on: birth, sex, id_number };
}

const DIFFERS = '与身份证号码所示不一致，请核对';

function decided(printed: Found | undefined, number: Found, value: string): Found {
  if (!printed) return { ...number, value, confidence: Math.min(0.9, number.confidence) };
  if (printed.value === value) {
    return { ...printed, confidence: Math.max(printed.confidence, number.confidence) };
  }
  return { ...doubted(printed, 0.7, DIFFERS), value };
}

import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { openForm } from '../drafts/draft.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import type { FilingRow } from '../tables.ts';
import { allControls } from './controls.ts';
import { pictureDoubts } from './picture-doubts.ts';
import { pictureSections } from './picture-fields.ts';
import { stepsOf } from './steps.ts';

/** One thing to be photographed, as far as it is. */
export interface PhonePlace {
  slot: string;
  label: string;
  hint: string;
  camera: 'user' | 'environment';
  required: boolean;
  documents: string[];
  /** What is wrong with the pictures that are there, in words. */
  problems: string[];
}

/** The places of one page of the form, in its order, each with what lies there. */
export async function phonePlaces(row: FilingRow, step_key: string): Promise<PhonePlace[]> {
  const form = openForm(row);
  const step = must(
    stepsOf(form).find(({ key }) => key === step_key),
    '页面',
  );
  const province = await rulesOfProvince(form.entity.province_code);
  const codes = await codeTables(db);
  const page = { filing_no: row.filing_no, form, codes, province, step };
  const doubts = await pictureDoubts(row);
  return allControls(await pictureSections(page)).map(({ arg }) => {
    const slot = arg.name.replace(/^materials\./, '');
    return {
      ...{ slot, label: arg.label, hint: String(arg['hint'] ?? '') },
      camera: arg['capture'] === 'user' ? 'user' : 'environment',
      required: arg['required'] === true,
      documents: numbersIn(arg['documents']),
      problems: doubts.filter(({ path }) => path === arg.name).map(({ message }) => message),
    };
  });
}

function numbersIn(documents: unknown): string[] {
  return Array.isArray(documents) ? documents.map(({ no }) => String(no)) : [];
}

import { openForm } from '../drafts/draft.ts';
import type { FilingRow } from '../tables.ts';
import { pictureDoubts } from './picture-doubts.ts';
import { type PictureState, pictureStates } from './picture-states.ts';
import { fieldReadings } from './readings.ts';
import { stepsOf } from './steps.ts';

/** The part of a form page that renews itself while pictures are read, or may come from the phone. */
export interface ReadingState {
  filing_no: string;
  step_key: string;
  version: number;
  pictures: PictureState[];
  /** Pictures that are still being read. */
  waiting: number;
  /** Fields of this page that OCR filled and nobody has looked at. */
  filled: number;
  /** How often to ask again, in seconds; null: nothing more will come. */
  every: number | null;
}

export async function readingState(row: FilingRow, step_key: string): Promise<ReadingState> {
  const of_pictures = step_key === 'pictures';
  const pictures = await pictureStates(row);
  const waiting = pictures.filter(({ tone }) => tone === 'wait').length;
  const step = stepsOf(openForm(row)).find(({ key }) => key === step_key);
  const filled = (await fieldReadings(row)).filter(
    ({ path, state }) => state === 'filled' && step?.owns(path),
  );
  const from_phone = of_pictures || step_key === 'materials';
  return {
    ...{ filing_no: row.filing_no, step_key, version: row.version, waiting },
    pictures: of_pictures ? await withDoubts(row, pictures) : [],
    filled: new Set(filled.map(({ path }) => path)).size,
    every: waiting > 0 ? 2 : from_phone ? 4 : null,
  };
}

/** Each place hears also what else is wrong with its picture, as the page says it when it is opened anew. */
async function withDoubts(row: FilingRow, pictures: PictureState[]): Promise<PictureState[]> {
  const doubts = await pictureDoubts(row);
  return pictures.map((picture) => {
    const doubt = doubts.find(({ path }) => path === `materials.${picture.slot}`);
    return { ...picture, problem: doubt?.message ?? null };
  });
}

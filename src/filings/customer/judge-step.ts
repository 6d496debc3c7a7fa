import type { Request } from 'express';
import { userOf } from '../../accounts/index.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf } from '../drafts/fields.ts';
import { acceptReadings, undoReadings } from '../drafts/judge-readings.ts';
import type { FormBody } from '../paths.ts';
import { noOf, ownFiling, stepOfUrl } from './posted.ts';
import { fieldReadings } from './readings.ts';
import { stepsOf } from './steps.ts';

/** What OCR filled in and the person sent on as it was counts as his own from now on. */
export async function acceptSeen(req: Request, changes: FormBody): Promise<void> {
  const held = fieldsOf(openForm(await ownFiling(req)));
  const seen = Object.keys(changes).filter((path) => held.get(path) === changes[path]);
  await acceptReadings(userOf(req), noOf(req), seen);
}

/** Takes out of this page everything that OCR filled in and nobody has changed since. */
export async function undoOnStep(req: Request): Promise<void> {
  const row = await ownFiling(req);
  const step = stepsOf(openForm(row)).find(({ key }) => key === stepOfUrl(req));
  const filled = (await fieldReadings(row)).filter(
    ({ path, state }) => state === 'filled' && step?.owns(path),
  );
  const paths = [...new Set(filled.map(({ path }) => path))];
  await undoReadings(userOf(req), noOf(req), paths);
}

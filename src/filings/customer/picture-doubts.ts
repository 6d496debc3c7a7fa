import { z } from 'zod';
import { documentsOf } from '../../documents/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type Draft, openDraft } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import type { Finding } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { SURE } from './dress.ts';
import { pictureStates } from './picture-states.ts';
import { fieldReadings } from './readings.ts';

/** The code of what is wrong with a picture that lies in its place. */
export const RETAKE = 'picture_doubt';

/** What is wrong with the pictures of a filing, in one warning for each place: nothing of it hinders anybody. */
export async function pictureDoubts(row: FilingRow): Promise<Finding[]> {
  const draft = openDraft(row);
  const places = placesOf(draft.form);
  const quality = await qualityOf(places.flatMap(([, documents]) => documents));
  const states = await pictureStates(row);
  const expired = await expiredIn(row);
  return places.flatMap(([path, documents]): Finding[] => {
    const told = documents.flatMap((no) => [
      ...(quality.get(no) ?? []),
      ...states.filter(({ document_no }) => document_no === no).flatMap((one) => one.problem ?? []),
      ...(expired.get(no) ?? []),
    ]);
    const words = [...told, ...(documents.length > 0 ? outdated(draft, path) : [])];
    if (words.length === 0) return [];
    return [{ path, code: RETAKE, severity: 'warn', message: [...new Set(words)].join('；') }];
  });
}

/** Every place with the numbers of its pictures. */
function placesOf(form: FilingForm): [string, readonly string[]][] {
  const slots = Object.entries(form.materials).map(([slot, documents]): [string, string[]] => [
    `materials.${slot}`,
    documents,
  ]);
  const approvals = form.services.flatMap(({ prior_approvals }, index) =>
    prior_approvals.map(({ documents }, at): [string, string[]] => [
      `services.${index}.prior_approvals.${at}.documents`,
      documents,
    ]),
  );
  return [...slots, ...approvals];
}

const Quality = z.object({ problems: z.array(z.object({ message: z.string() })) });

/** What the eye of the camera got wrong, in words, by the number of the picture. */
async function qualityOf(documents: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await documentsOf(db, [...documents]);
  return new Map(
    rows.map(({ no, quality_json }) => [
      no,
      Quality.parse(JSON.parse(quality_json)).problems.map(({ message }) => message),
    ]),
  );
}

/** Cards and licences that say themselves that their time is over. */
async function expiredIn(row: FilingRow): Promise<Map<string, string[]>> {
  const today = shownDay(now());
  const ends = (await fieldReadings(row)).filter(
    ({ path, value, confidence }) =>
      path.endsWith('.id_valid_until') && confidence >= SURE && /^\d{4}/.test(value),
  );
  return new Map(
    ends
      .filter(({ value }) => value < today)
      .map(({ document_no, value }) => [
        document_no,
        [`照片上的证件已于 ${value} 过期，请换领新证后重拍`],
      ]),
  );
}

/** A form that was printed, signed and photographed before what it says was changed. */
function outdated({ fields }: Draft, path: string): string[] {
  const slot = path.replace(/^materials\./, '');
  const signed = fields[path]?.version;
  if (!(slot in PRINTOUTS) || signed === undefined) return [];
  const changed = Object.entries(fields).some(
    ([field, { version }]) =>
      version > signed && /^(entity|services)\./.test(field) && !field.endsWith('.remark'),
  );
  return changed ? ['上传这份表之后资料又改过，请核对；不一致就重新打印、签字、拍照'] : [];
}

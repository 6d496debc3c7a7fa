import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { maskNumber } from '../../platform/mask.ts';
import { type FilingForm, INDIVIDUAL, type PersonForm } from '../forms.ts';
import { ENDING, KIND_WORDS } from '../kinds/names.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { submittedVersions } from '../queries.ts';
import type { CodeTables } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import { changesShown, sideBySide } from './changes-shown.ts';
import { partsOf, picturesShown } from './form-in-words.ts';
import { namesFor } from './names.ts';
import { openVersion } from './open-marks.ts';
import { labelIn } from './request-shown.ts';

/** What the customer sent in last, to be read only; 404 when he never did. Numbers of people's cards are masked. */
export async function submittedPage(row: FilingRow) {
  const [last] = await submittedVersions(db, row.id, 1);
  const version = must(last, '提交记录');
  const form = openVersion(row, version);
  const codes = await codeTables(db);
  return {
    ...{ filing_no: row.filing_no, title: `${KIND_WORDS[form.request.kind]}：提交的内容` },
    submitted: shownTime(version.submitted_at).slice(0, 16),
    parts: partsOf(row.filing_no, withMaskedNumbers(form), codes),
    changes: await changesIn(form, codes),
    pictures: ENDING.includes(form.request.kind) ? null : await picturesShown(form),
  };
}

const CARD_NUMBER = /(^|\.)leader\.id_number$/;

/** Of a change, what was and what was asked for; numbers of people's cards are masked here, too. */
async function changesIn(form: FilingForm, codes: CodeTables) {
  const name = namesFor(form, codes, await rulesOfProvince(form.entity.province_code));
  const individual = form.entity.kind === INDIVIDUAL;
  return changesShown(form, codes).map(({ path, was, shall }) => {
    const isSecret = CARD_NUMBER.test(path) || (individual && path === 'entity.id_number');
    const mask = isSecret ? maskNumber : (words: string) => words;
    const change = { path, was: mask(was), shall: mask(shall) };
    return { label: labelIn(form, path, name), ...sideBySide(change) };
  });
}

function withMaskedNumbers(form: FilingForm): FilingForm {
  const { entity } = form;
  const own = entity.kind === INDIVIDUAL ? maskNumber(entity.id_number) : entity.id_number;
  return {
    ...form,
    entity: { ...entity, id_number: own, leader: masked(entity.leader) },
    services: form.services.map((service) => ({ ...service, leader: masked(service.leader) })),
  };
}

const masked = (person: PersonForm) => ({ ...person, id_number: maskNumber(person.id_number) });

import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { maskNumber } from '../../platform/mask.ts';
import { type FilingForm, INDIVIDUAL, type PersonForm } from '../forms.ts';
import { codeTables } from '../pages/checks.ts';
import { submittedVersions } from '../queries.ts';
import type { FilingRow } from '../tables.ts';
import { partsOf, picturesShown } from './form-in-words.ts';
import { openVersion } from './open-marks.ts';

/** What the customer sent in last, to be read only; 404 when he never did. Numbers of people's cards are masked. */
export async function submittedPage(row: FilingRow) {
  const [last] = await submittedVersions(db, row.id, 1);
  const version = must(last, '提交记录');
  const form = openVersion(row, version);
  return {
    ...{ filing_no: row.filing_no, title: '提交的内容' },
    submitted: shownTime(version.submitted_at).slice(0, 16),
    parts: partsOf(row.filing_no, withMaskedNumbers(form), await codeTables(db)),
    pictures: await picturesShown(form),
  };
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

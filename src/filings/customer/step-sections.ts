import { db } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import type { FilingForm } from '../forms.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { maskedForm } from '../pages/masked-form.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import type { CodeTables } from '../rules/index.ts';
import { providerSetting } from '../settings.ts';
import type { FilingRow } from '../tables.ts';
import { allControls, askedControls, heldIn, type Section } from './controls.ts';
import { endingSections } from './ending-fields.ts';
import { entitySections } from './entity-fields.ts';
import { pictureSections } from './picture-fields.ts';
import { type Spare, serviceSections } from './service-fields.ts';
import type { Step } from './steps.ts';

/** What one page of the form asks for, by what is requested. */
export async function sectionsOf(
  row: FilingRow,
  form: FilingForm,
  step: Step,
  spare: Spare,
): Promise<Section[]> {
  const codes = await codeTables(db);
  if (step.key === 'ending') return endingSections({ form, codes });
  if (step.key === 'entity')
    return isFiled(form) ? filedEntity(form, codes) : entitySections({ form, codes });
  const site = /^service-(\d+)$/.exec(step.key);
  if (site) {
    const { ip_ranges } = await readSetting(providerSetting);
    return serviceSections({ form, codes, index: Number(site[1]), filling: { ip_ranges, spare } });
  }
  if (step.key === 'summary') return [];
  const province = await rulesOfProvince(form.entity.province_code);
  return pictureSections({ filing_no: row.filing_no, form, codes, province, step });
}

/** The forms to print that this page has a place for. */
export function printoutsOf(filing_no: string, sections: readonly Section[]) {
  const places = allControls(sections).map(({ arg }) => arg.name);
  const wanted = Object.entries(PRINTOUTS).filter(([slot]) => places.includes(`materials.${slot}`));
  return wanted.map(([name, { title }]) => ({
    href: `/filings/${filing_no}/printouts/${name}.pdf`,
    label: title,
  }));
}

/** Begun from a filed entity: that one is not filled in again. */
const isFiled = ({ request }: FilingForm) => request.filed.length > 0 && request.kind !== 'change';

/** What the bureau has of the entity, to be read only; personal numbers masked. */
function filedEntity(form: FilingForm, codes: CodeTables): Section[] {
  const sections = entitySections({ form: maskedForm(form), codes });
  const facts = askedControls(sections).map((control) => ({
    label: control.arg.label,
    value: heldIn(control),
  }));
  const number = { label: '主体备案号', value: form.request.entity.icp_number };
  return [
    {
      ...{ id: 'entity', title: '已备案的主体', controls: [], acts: [] },
      note: '按管局的记录，这里不用填。',
      facts: [number, ...facts].filter(({ value }) => value !== ''),
      link: { href: '/filings/filed', label: '主体信息有变化？先办变更' },
    },
  ];
}

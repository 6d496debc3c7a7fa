import { pictureLinks } from '../../documents/index.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import { ENDING, KIND_WORDS } from '../kinds/names.ts';
import { materialsFor } from '../materials.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import type { CodeTables } from '../rules/index.ts';
import { askedControls, heldIn, type Section } from './controls.ts';
import { endingSections } from './ending-fields.ts';
import { entitySections } from './entity-fields.ts';
import { serviceSections } from './service-fields.ts';

/** A whole form to be read: page by page, each with what its fields say; empty ones are left out. */
export function partsOf(filing_no: string, form: FilingForm, codes: CodeTables) {
  const { kind } = form.request;
  const part = (key: string, title: string, sections: Section[]) => ({
    title,
    href: `/filings/${filing_no}/steps/${key}`,
    groups: sections.map((section) => ({
      title: section.title,
      rows: [
        ...(section.facts ?? []),
        ...askedControls([section]).map((control) => ({
          label: control.arg.label,
          value: heldIn(control),
        })),
      ].filter(({ value }) => value !== ''),
    })),
  });
  if (ENDING.includes(kind))
    return [part('ending', KIND_WORDS[kind], endingSections({ form, codes }))];
  if (kind === 'add_material') return [];
  const title = form.entity.kind === INDIVIDUAL ? '主办者' : '主办单位';
  const sites = form.services.map((service, index) =>
    part(
      `service-${index}`,
      `网站：${service.name || '未填名称'}`,
      serviceSections({ form, codes, index }),
    ),
  );
  return [part('entity', title, entitySections({ form, codes })), ...sites];
}

/** Every picture that was handed in, under the name of its place. */
export async function picturesShown(form: FilingForm) {
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const handed = materials.map(({ slot, label }) => ({
    label,
    documents: form.materials[slot] ?? [],
  }));
  const approvals = form.services
    .flatMap(({ prior_approvals }) => prior_approvals)
    .map(({ documents }) => ({ label: '前置审批文件', documents }));
  return Promise.all(
    [...handed, ...approvals]
      .filter(({ documents }) => documents.length > 0)
      .map(async ({ label, documents }) => ({
        label,
        pictures: await Promise.all(documents.map((no) => pictureLinks(no))),
      })),
  );
}

import { pictureLinks } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { check, codeTables, rulesOfProvince } from '../checks.ts';
import { openDraft } from '../drafts/draft.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import { marksOf } from '../marks.ts';
import { materialsFor } from '../materials.ts';
import { type CodeTables, type Finding, labelOf, tidyForm } from '../rules/index.ts';
import type { FilingRow } from '../tables.ts';
import type { Control, Section } from './controls.ts';
import { entitySections } from './entity-fields.ts';
import { serviceSections } from './service-fields.ts';
import { stateOf, stepOf, stepsOf } from './steps.ts';

interface Row {
  label: string;
  value: string;
}

/** Everything that will be sent, in words, and what still stands against it. `extra`: findings of a try to submit. */
export async function summaryPage(row: FilingRow, extra: readonly Finding[] = []) {
  const draft = openDraft(row);
  const form = tidyForm(draft.form);
  const codes = await codeTables(db);
  const findings = [...(await check(form)), ...extra.filter(({ code }) => code === 'under_way')];
  const { filing_no } = row;
  const link = (path: string) =>
    `/filings/${filing_no}/steps/${stepOf(form, path)}?strict=1#${path}`;
  const shown = ({ path, message, suggestion }: Finding) => ({
    href: path.startsWith('consents.') ? `#${path}` : link(path),
    label: labelOf(path) || '材料',
    message: suggestion ? `${message}。${suggestion}` : message,
  });
  return {
    ...{ filing_no, title: '核对并提交', version: row.version },
    steps: stepsOf(form).map((step) => ({
      href: `/filings/${filing_no}/steps/${step.key}`,
      label: step.label,
      state: stateOf(step, form, findings),
      current: step.key === 'summary',
    })),
    parts: partsOf(form, codes).map((part) => ({
      ...part,
      href: `/filings/${filing_no}/steps/${part.key}`,
    })),
    pictures: await picturesShown(form),
    problems: findings
      .filter(({ severity, path }) => severity === 'reject' && !path.startsWith('consents'))
      .map(shown),
    warnings: findings.filter(({ severity }) => severity === 'warn').map(shown),
    consents: form.consents,
    marked: marksOf(row).filter(({ who }) => who !== 'operator').length,
  };
}

function partsOf(
  form: FilingForm,
  codes: CodeTables,
): { key: string; title: string; rows: Row[] }[] {
  const entity = {
    key: 'entity',
    title: form.entity.kind === INDIVIDUAL ? '主办者' : '主办单位',
    rows: rowsOf(entitySections({ form, codes })),
  };
  const sites = form.services.map((service, index) => ({
    key: `service-${index}`,
    title: `网站：${service.name || '未填名称'}`,
    rows: rowsOf(
      serviceSections({ form, codes, index, ip_ranges: [], spare: { domains: -1, ips: -1 } }),
    ),
  }));
  return [entity, ...sites];
}

function rowsOf(sections: readonly Section[]): Row[] {
  return sections
    .flatMap(({ controls }) => controls.map(inWords))
    .filter(({ value }) => value !== '');
}

/** What a control holds, as a person would say it: names for codes. */
function inWords({ partial, arg }: Control): Row {
  const { label, value } = arg;
  if (partial === 'check') return { label, value: arg['checked'] ? '是' : '否' };
  const options: unknown = arg['options'];
  const chosen = [value].flat().map((one) => nameIn(options, String(one ?? '')));
  return { label, value: chosen.filter(Boolean).join('、') };
}

export function nameIn(options: unknown, value: string): string {
  if (!Array.isArray(options) || value === '') return value;
  return options.find((option) => option.value === value)?.label ?? value;
}

async function picturesShown(form: FilingForm) {
  const materials = materialsFor(form, await rulesOfProvince(form.entity.province_code));
  const handed = materials.filter(({ slot }) => (form.materials[slot] ?? []).length > 0);
  return Promise.all(
    handed.map(async ({ slot, label }) => ({
      label,
      pictures: await Promise.all((form.materials[slot] ?? []).map((no) => pictureLinks(no))),
    })),
  );
}

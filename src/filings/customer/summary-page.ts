import { pictureLinks } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { openForm } from '../drafts/draft.ts';
import { fieldsOf, sameValue, type Value } from '../drafts/fields.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';
import { materialsFor } from '../materials.ts';
import { check, codeTables, rulesOfProvince } from '../pages/checks.ts';
import { type CodeTables, type Finding, tidyForm } from '../rules/index.ts';
import { EDITABLE, mayAdvance } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { askedControls, heldIn, type Section } from './controls.ts';
import { entitySections } from './entity-fields.ts';
import { nameOf } from './names.ts';
import { lastSubmitted, openMarks } from './open-marks.ts';
import { serviceSections } from './service-fields.ts';
import { stepNav } from './step-nav.ts';
import { stepOf } from './steps.ts';

/** Everything that will be sent, in words, and what still stands against it. `extra`: findings of a try to submit. */
export async function summaryPage(row: FilingRow, extra: readonly Finding[] = []) {
  const { filing_no } = row;
  const form = tidyForm(openForm(row));
  const codes = await codeTables(db);
  const findings = [...(await check(form)), ...extra.filter(({ code }) => code === 'under_way')];
  const submitted = await lastSubmitted(row);
  const marks = openMarks(row, form, submitted);
  const rejects = findings.filter(({ severity }) => severity === 'reject');
  const province = await rulesOfProvince(form.entity.province_code);
  const name = (path: string) => nameOf(path, form, province);
  const step = (path: string) => `/filings/${filing_no}/steps/${stepOf(form, path)}`;
  const shown = (found: readonly Finding[]) =>
    found.map(({ path, message, suggestion }) => ({
      href: path.startsWith('consents.') ? `#${path}` : `${step(path)}?strict=1#${path}`,
      label: name(path),
      message: suggestion ? `${message}。${suggestion}` : message,
    }));
  return {
    ...{ filing_no, title: '核对并提交', version: row.version, nameOf: name },
    ...stepNav(filing_no, form, 'summary', { findings, marks }),
    parts: partsOf(filing_no, form, codes),
    pictures: await picturesShown(form),
    problems: shown(rejects.filter(({ path }) => !path.startsWith('consents'))),
    warnings: shown(findings.filter(({ severity }) => severity === 'warn')),
    consents: form.consents,
    editable: EDITABLE.includes(row.status) && mayAdvance(row.status, 'provider_review'),
    marked: marks.map(({ path, message }) => ({
      href: `${step(path)}#${path}`,
      label: name(path),
      message,
    })),
    changed: submitted ? [...new Set(changedSince(submitted, form).map(name))] : null,
  };
}

/** Whether a filing that came back still says word for word what it said: sending it again so would help nobody. */
export async function isUnchanged(row: FilingRow): Promise<boolean> {
  const submitted = await lastSubmitted(row);
  return submitted !== null && changedSince(submitted, tidyForm(openForm(row))).length === 0;
}

/** The fields that say something else than at the last submission. */
function changedSince(submitted: Map<string, Value>, form: FilingForm): string[] {
  const now = fieldsOf(form);
  const paths = [...new Set([...submitted.keys(), ...now.keys()])];
  return paths.filter(
    (path) => !path.startsWith('consents.') && !sameValue(submitted.get(path), now.get(path)),
  );
}

function partsOf(filing_no: string, form: FilingForm, codes: CodeTables) {
  const part = (key: string, title: string, sections: Section[]) => ({
    title,
    href: `/filings/${filing_no}/steps/${key}`,
    groups: sections.map((section) => ({
      title: section.title,
      rows: askedControls([section])
        .map((control) => ({ label: control.arg.label, value: heldIn(control) }))
        .filter(({ value }) => value !== ''),
    })),
  });
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

async function picturesShown(form: FilingForm) {
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

import { now, shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { check, codeTables, rulesOfProvince } from '../checks.ts';
import { openDraft } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { PRINTOUTS } from '../printouts/index.ts';
import { filingFor } from '../queries.ts';
import { providerSetting } from '../settings.ts';
import { EDITABLE } from '../status.ts';
import type { FilingRow } from '../tables.ts';
import type { Section } from './controls.ts';
import { dressed } from './dress.ts';
import { entitySections } from './entity-fields.ts';
import { lastSubmitted, openMarks } from './open-marks.ts';
import { pictureSections } from './picture-fields.ts';
import { fieldReadings } from './readings.ts';
import { serviceSections } from './service-fields.ts';
import { type Step, stateOf, stepOf, stepsOf } from './steps.ts';

export interface Asked {
  /** What was posted and could not be saved yet, laid over the draft: nothing typed is lost. */
  form?: FilingForm;
  strict?: boolean;
  spare?: { domains: number; ips: number };
}

/** Everything the page of one step shows. Throws 'conflict' when the filing is closed for changes. */
export async function stepPage(
  customer_id: number,
  filing_no: string,
  key: string,
  asked: Asked = {},
) {
  const row = must(await filingFor(db, customer_id, filing_no), '备案');
  if (!EDITABLE.includes(row.status)) throw new UserError('conflict', '备案已提交，现在不能修改');
  const draft = openDraft(row);
  const form = asked.form ?? draft.form;
  const steps = stepsOf(form);
  const step = must(
    steps.find((each) => each.key === key),
    '页面',
  );
  const findings = await check(form);
  const submitted = await lastSubmitted(row);
  const marks = openMarks(row, form, submitted);
  const said = {
    ...{ findings, marks, submitted, strict: asked.strict ?? false },
    readings: await fieldReadings(row),
    check_url: `/filings/${filing_no}/checks`,
  };
  const sections = await sectionsOf(row, form, step, asked.spare ?? { domains: 0, ips: 0 });
  const shown = sections.map((section) => ({
    ...section,
    controls: section.controls.map((control) => dressed(control, said)),
  }));
  return {
    ...{ filing_no, step_key: key, sections: shown, version: draft.version, title: '首次备案' },
    steps: steps.map((each) =>
      stepShown(
        filing_no,
        each,
        key,
        stateOf(each, form, findings),
        marks.filter(({ path }) => each.owns(path)).length,
      ),
    ),
    present: presentNames(shown, key),
    /** Something filled in on this page is wrong: it is shown again before one goes on. */
    blocked: stateOf(step, form, findings) === 'error',
    next: steps[steps.indexOf(step) + 1]?.key ?? null,
    previous: steps[steps.indexOf(step) - 1]?.key ?? null,
    saved_text: `已保存 ${shownTime(row.saved_at ?? now()).slice(11)}`,
    marked: marks.map((mark) => ({
      href: `/filings/${filing_no}/steps/${stepOf(form, mark.path)}#${mark.path}`,
      label: '',
      message: mark.message,
    })),
    printouts:
      key === 'materials'
        ? Object.entries(PRINTOUTS).map(([name, { title }]) => ({
            href: `/filings/${filing_no}/printouts/${name}.pdf`,
            label: title,
          }))
        : [],
    services: form.services.length,
  };
}

export type StepPage = Awaited<ReturnType<typeof stepPage>>;

async function sectionsOf(
  row: FilingRow,
  form: FilingForm,
  step: Step,
  spare: { domains: number; ips: number },
): Promise<Section[]> {
  const codes = await codeTables(db);
  if (step.key === 'entity') return entitySections({ form, codes });
  const site = /^service-(\d+)$/.exec(step.key);
  if (site) {
    const { ip_ranges } = await readSetting(providerSetting);
    return serviceSections({ form, codes, index: Number(site[1]), ip_ranges, spare });
  }
  if (step.key === 'summary') return [];
  return pictureSections(
    row.filing_no,
    form,
    await rulesOfProvince(form.entity.province_code),
    step,
  );
}

function stepShown(
  filing_no: string,
  step: Step,
  current: string,
  state: ReturnType<typeof stateOf>,
  marked: number,
) {
  return {
    href: `/filings/${filing_no}/steps/${step.key}`,
    label: step.label,
    state: marked > 0 ? ('error' as const) : state,
    current: step.key === current,
    ...(marked > 0 ? { note: `${marked} 处要改` } : {}),
  };
}

/** Groups the page shows whole: what of them is not posted was unticked or taken away (filings/paths.ts). */
function presentNames(sections: readonly Section[], key: string): string[] {
  const controls = sections.flatMap((section) => section.controls);
  const whole = controls.filter(({ partial }) => partial !== 'field').map(({ arg }) => arg.name);
  const site = /^service-(\d+)$/.exec(key)?.[1];
  return site === undefined
    ? whole
    : [...whole, `services.${site}.domains`, `services.${site}.access.ips`];
}

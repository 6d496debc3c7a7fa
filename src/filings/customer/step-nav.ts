import type { FilingForm } from '../forms.ts';
import type { Mark } from '../marks.ts';
import type { Finding } from '../rules/index.ts';
import { RETAKE } from './picture-doubts.ts';
import { type StepState, stateOf, stepsOf } from './steps.ts';

interface Place {
  href: string;
  label: string;
  state: StepState;
  current: boolean;
  /** How many reviewer's marks wait there. */
  marked: number;
  /** How many places have pictures that should be taken again. */
  retake: number;
}

/** The pages of a form as they stand in its navigation: several websites are one place, with a row of their own. */
export interface StepNav {
  steps: (Omit<Place, 'marked' | 'retake'> & { note?: string })[];
  sites: { href: string; label: string; state: StepState; current: boolean }[];
}

/** Where one is in the form, and how far each page is. `current` is the key of the page that is shown. */
export function stepNav(
  filing_no: string,
  form: FilingForm,
  current: string,
  { findings, marks }: { findings: readonly Finding[]; marks: readonly Mark[] },
): StepNav {
  const places = stepsOf(form).map((step): Place & { key: string } => {
    const marked = marks.filter(({ path }) => step.owns(path)).length;
    const retake = findings.filter(({ path, code }) => code === RETAKE && step.owns(path)).length;
    const state = stateOf(step, form, findings);
    return {
      key: step.key,
      href: `/filings/${filing_no}/steps/${step.key}`,
      label: step.label,
      state: marked > 0 ? 'error' : retake > 0 && state !== 'error' ? 'warn' : state,
      current: step.key === current,
      ...{ marked, retake },
    };
  });
  const sites = places.filter(({ key }) => key.startsWith('service-'));
  const [first] = sites;
  const steps = places.flatMap(({ key, ...place }) => {
    if (!key.startsWith('service-')) return [noted(place)];
    return first && key === first.key ? [noted(together(sites))] : [];
  });
  return { steps, sites: sites.length > 1 ? sites.map(asSite) : [] };
}

const WORST: readonly StepState[] = ['error', 'empty', 'warn', 'done'];

/** All websites as one place: it stands where the worst of them does, and leads to that one. */
function together(sites: readonly Place[]): Place {
  const state = WORST.find((one) => sites.some((site) => site.state === one)) ?? 'empty';
  const worst = sites.find((site) => site.state === state);
  return {
    href: worst?.href ?? '',
    label: sites.length > 1 ? `网站（${sites.length} 个）` : '网站',
    state,
    current: sites.some((site) => site.current),
    marked: sites.reduce((sum, site) => sum + site.marked, 0),
    retake: 0,
  };
}

function noted({ marked, retake, ...place }: Place): StepNav['steps'][number] {
  if (marked > 0) return { ...place, note: `${marked} 处要改` };
  return retake > 0 ? { ...place, note: `${retake} 处重拍` } : place;
}

function asSite({ href, label, state, current }: Place) {
  return { href, label, state, current };
}

import type { FilingForm } from '../forms.ts';
import type { PathTemplate } from './types.ts';

/** What a word in an officer's sentence says about which of several places is meant. */
const HINTS: readonly (readonly [word: RegExp, place: RegExp])[] = [
  [/营业执照|执照|登记证|法人证书/, /entity_licence/],
  [/身份证|护照|通行证/, /_id_front|^(?!materials)/],
  [/主体负责人/, /^entity\.leader|entity_leader|entity_id|^(?!.*leader)/],
  [/(网站|服务)负责人/, /service[_s]|^(?!.*leader)/],
];

/** The templates that a clause means, all of them when it does not tell. */
export function templatesMeant(templates: readonly PathTemplate[], clause: string): PathTemplate[] {
  const meant = HINTS.filter(([word]) => word.test(clause)).reduce<PathTemplate[]>(
    (left, [, place]) => {
      const fewer = left.filter((template) => place.test(template));
      return fewer.length > 0 ? fewer : left;
    },
    [...templates],
  );
  const back = /反面|背面|国徽面/.test(clause) && !/正反/.test(clause);
  return back ? meant.map((template) => template.replace(/_front$/, '_back')) : meant;
}

/** Of several materials that may be meant, those that were handed in at all. */
export function ofGivenMaterial(paths: readonly string[], form: FilingForm): string[] {
  const given = paths.filter((path) => {
    const slot = /^materials\.(.+)$/.exec(path)?.[1];
    return slot === undefined || (form.materials[slot] ?? []).length > 0;
  });
  return given.length > 0 ? given : [...paths];
}

import { patternOf } from '../rules/labels.ts';
import { type RuleBook, SHIPPED_BOOK } from './book.ts';
import { GUIDANCE } from './shipped.ts';
import type { ReasonRule } from './types.ts';

/** A reason to pick when a field is sent back. */
export interface ReasonTemplate {
  code: string;
  label: string;
  message: string;
  suggestion: string;
}

const general: ReasonTemplate = {
  code: 'differs_from_document',
  label: '与材料不一致',
  message: '填写的内容与材料不一致',
  suggestion: '请对照材料修改，或重新上传正确的材料',
};

/** All templates by group, as a list to read: 域名, 网站名称, 负责人, … */
export const TEMPLATE_GROUPS: readonly { group: string; templates: readonly ReasonTemplate[] }[] = [
  ...new Set(GUIDANCE.map(({ group }) => group)),
].map((group) => ({
  group,
  templates: GUIDANCE.filter((one) => one.group === group).map(templateOf),
}));

/** The reasons that may be given at a field, those for it alone first; '' gives those for the filing as a whole. */
export function templatesFor(path: string, book: RuleBook = SHIPPED_BOOK): ReasonTemplate[] {
  const asked = patternOf(path);
  const fits = ({ paths }: Pick<ReasonRule, 'paths'>) =>
    paths.some((template) => belongs(asked, patternOfTemplate(template)));
  const found = book.words.flatMap(({ rule }) => (fits(rule) ? [templateOf(rule)] : []));
  return path === '' ? found : [...found, general];
}

/** Slots of material carry the number of the website in their name. */
function patternOfTemplate(template: string): string {
  return template.replace(/\{(domain|ip)\}/g, '*').replace(/\.\{service\}/g, '.*');
}

function belongs(asked: string, template: string): boolean {
  if (template.startsWith('materials.')) {
    const slot = new RegExp(`^${template.replace('{service}', '\\d+').replace('.', '\\.')}$`);
    const side = asked.replace(/_back$/, '_front');
    return slot.test(asked) || slot.test(side);
  }
  return asked === template || (asked !== '' && template.startsWith(`${asked}.*`));
}

function templateOf({ code, label, message, suggestion }: ReasonTemplate): ReasonTemplate {
  return { code, label, message, suggestion };
}

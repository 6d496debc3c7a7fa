import type { Decision, Facts } from '../begin/decide-kind.ts';
import type { FilingForm } from '../forms.ts';
import { ENDING, type FilingKind, KIND_WORDS } from '../kinds/names.ts';
import { needsSms } from '../reasons/index.ts';

/** Which kind it is and why, in a calm line; and that it may still change, while not all is known. */
export function kindWords({ kind, why, is_sure }: Decision, { services }: Facts): string {
  const words = `按证件和域名判断：${KIND_WORDS[kind]}。`;
  if (services.flat().length === 0) return `${words}填写域名后会再核对一次。`;
  if (is_sure) return `${words}${why}。`;
  return `${words}还在向管局查询，有变化会自动改过来，填过的都保留。`;
}

/** What stands under the title, before that one may leave at any time. */
const LEADS: Partial<Record<FilingKind, string>> = {
  change: '只改要变更的，其余保持原样，',
  cancel_entity: '说明原因，下一步确认，',
  cancel_service: '说明原因，下一步确认，',
  drop_access: '说明原因，下一步确认，',
  add_material: '传上要补交的，其余留空，',
};

/** What every page of a request of this kind says: its name, what to do, how long that takes, whether an SMS comes. */
export function wordsOf(form: FilingForm) {
  const { kind } = form.request;
  return {
    title: KIND_WORDS[kind],
    lead: LEADS[kind] ?? '照着证件核对一遍即可，',
    has_sms: needsSms(form),
    minutes: ENDING.includes(kind) ? '大约 1 分钟。' : '大约 5–10 分钟，可以分几次填。',
  };
}

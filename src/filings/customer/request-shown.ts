import { maskMobile } from '../../platform/mask.ts';
import { settleAdding } from '../begin/settle-request.ts';
import type { FilingForm } from '../forms.ts';
import { ADDING, ENDING, type FilingKind, KIND_WORDS } from '../kinds/names.ts';
import { promisedDays } from '../pace/pace.ts';
import { needsSms, smsDuties } from '../reasons/index.ts';
import type { CodeTables } from '../rules/index.ts';
import { changesShown, sideBySide } from './changes-shown.ts';
import { kindWords } from './kind-words.ts';

/** What the customer says yes to, where something ends by it. */
const SURE: Partial<Record<FilingKind, string>> = {
  cancel_entity: '我确认注销这个主体和名下全部网站，知道备案号作废、不能恢复',
  cancel_service: '我确认注销这个网站，知道备案号作废、不能恢复',
  drop_access: '我确认取消这个网站在你们这里的接入',
};

/** What is requested, why it is that kind, what it changes, who answers an SMS, how long it takes: for the last page. */
export async function requestShown(
  form: FilingForm,
  codes: CodeTables,
  name: (path: string) => string,
) {
  const { kind } = form.request;
  const { review_days, bureau_days } = await promisedDays();
  return {
    title: `${KIND_WORDS[kind]}：核对并提交`,
    kind_words: await whyWords(form),
    changes: changesShown(form, codes).map((change) => ({
      label: labelIn(form, change.path, name),
      ...sideBySide(change),
    })),
    is_change: kind === 'change',
    is_ending: ENDING.includes(kind),
    sure: SURE[kind] ?? null,
    sms: needsSms(form)
      ? smsDuties(form).map((one) => ({ ...one, mobile: maskMobile(one.mobile) }))
      : [],
    pace: `我们审核 ${review_days} 个工作日内，管局审核不超过 ${bureau_days} 个工作日`,
  };
}

async function whyWords(form: FilingForm): Promise<string | null> {
  if (!ADDING.includes(form.request.kind)) return null;
  const { decision, facts } = await settleAdding(form);
  return kindWords(decision, facts);
}

/** Of several websites the number is said with the field. */
export function labelIn(
  { services }: FilingForm,
  path: string,
  name: (path: string) => string,
): string {
  const site = /^services\.(\d+)\./.exec(path)?.[1];
  const at = site !== undefined && services.length > 1 ? `网站 ${Number(site) + 1}：` : '';
  return `${at}${name(path)}`;
}

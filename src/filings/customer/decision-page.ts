import type { WhatToBegin } from '../begin/what-to-begin.ts';
import { INDIVIDUAL } from '../forms.ts';
import { KIND_WORDS } from '../kinds/names.ts';
import { materialsFor } from '../materials.ts';
import { promisedDays } from '../pace/pace.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { SMS_VERIFIERS } from '../reasons/index.ts';
import { typedIn } from './new-page.ts';

/** A way past what stands in the way: the customer's own filed entity or request, or what everybody may look up. */
interface Trouble {
  message: string;
  suggestion: string;
  link: { href: string; label: string } | null;
}

/** What a filing with this certificate and this domain will be, why, and what it takes; or what stands in the way. */
export async function decisionPage(found: WhatToBegin, posted: Record<string, unknown>) {
  const { form, decision, own_entity_no } = found;
  const province = await rulesOfProvince(form.entity.province_code);
  const materials = materialsFor(form, province).filter(({ required }) => required);
  const troubles = troublesOf(found);
  return {
    title: troubles.length > 0 ? '现在还不能办理' : `您要办的是：${KIND_WORDS[decision.kind]}`,
    kind: KIND_WORDS[decision.kind],
    why: decision.is_sure ? decision.why : '按现在知道的先这样办理',
    unsure: unsureWords(found),
    troubles,
    own: troubles.length === 0 && own_entity_no ? ownRequest(found, own_entity_no) : null,
    materials: materials.map(({ label }) => label),
    sms: smsWords(found),
    promise: await promisedDays(),
    values: typedIn(posted),
  };
}

/** With his own filed entity only the website is left to fill in. */
function ownRequest({ form, decision }: WhatToBegin, entity_no: string) {
  return {
    action: `/filings/filed/${entity_no}/requests`,
    kind: decision.kind,
    service_no: form.request.services[0]?.no ?? '',
  };
}

function smsWords({ form, decision }: WhatToBegin): string {
  if (form.entity.kind === INDIVIDUAL) return '您本人会收到一条核验短信，24 小时内完成';
  const leaders = SMS_VERIFIERS[decision.kind === 'initial' ? 'initial' : 'add_service'];
  const names = leaders.map((one) => (one === 'entity_leader' ? '主体负责人' : '网站负责人'));
  return `${names.join('和')}会收到核验短信，24 小时内完成；同一个手机号码只发一条`;
}

/** What is not known yet, so that another kind may come of it. */
function unsureWords({ form, decision }: WhatToBegin): string | null {
  if (decision.is_sure) return null;
  const kind = KIND_WORDS[decision.kind];
  if (form.entity.id_number === '')
    return `没有填证件号码，先按${kind}办理。填写后如果查到已经备案，会自动改过来并告诉您。`;
  if (!form.services.some(({ domains }) => domains.some((domain) => domain !== '')))
    return `没有填域名，先按${kind}办理。填写后如果查到已经备案，会自动改过来并告诉您。`;
  return `正在向管局查询，一般几分钟有结果。先按${kind}填写；查到不同时会自动改过来并告诉您，填过的都保留。`;
}

function troublesOf({ obstacles, under_way }: WhatToBegin): Trouble[] {
  const shown = obstacles.map(({ code, message, suggestion, entity_no }): Trouble => {
    if (code !== '1037') return { message, suggestion, link: LOOK_UP };
    return entity_no
      ? { message, suggestion, link: { href: `/filings/filed#${entity_no}`, label: '去办变更' } }
      : { message, suggestion: NOT_HIS, link: null };
  });
  return under_way ? [...shown, requestUnderWay(under_way)] : shown;
}

const LOOK_UP = { href: 'https://beian.miit.gov.cn', label: '到工信部网站查备案号' };
const NOT_HIS = '它不在您这个账号的“已备案”里：请用办理时的账号登录，或联系我们的客服';

function requestUnderWay({ filing_no }: { filing_no: string | null }): Trouble {
  const message = '这份证件已有一份申请在办理，同一主办者一次只能办一份';
  if (!filing_no)
    return { message, suggestion: '请等它办完再来；不是您提交的，请联系客服', link: null };
  const link = { href: `/filings/${filing_no}`, label: `查看 ${filing_no}` };
  return { message, suggestion: '请等它办完，或先撤回它', link };
}

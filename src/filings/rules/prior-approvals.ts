import type { FilingForm, ServiceForm } from '../forms.ts';
import { type CheckContext, type Place, rule } from './types.ts';
import { DOUBTFUL_CONTENTS, GATE_CONTENTS, GATE_WORDS } from './words.ts';

const INSTEAD = '请填写前置审批文号并上传批文；不涉及的，请上传《不涉及前置审批承诺书》';

const hasLetter = (form: FilingForm) => (form.materials['prior_approval_letter'] ?? []).length > 0;
const approvalsOf = (service: ServiceForm) => service.prior_approvals.map(({ type }) => type);
const answers = (service: ServiceForm, approvals: readonly string[]) =>
  approvalsOf(service).some((type) => approvals.includes(type));

/** Bureau code 1033 and the schema: a type, a number and one to ten pictures each. */
export const approvalsWhole = rule({
  code: 'prior_approval_incomplete',
  severity: 'reject',
  reason: 'prior_approval_bad',
  suggestion: '请选择类型、填写文号并上传批文；没有前置审批的请删去这一行',
  broken: (form, { codes }: CheckContext) =>
    form.services.flatMap((service, index) =>
      service.prior_approvals.flatMap(({ type, number, documents }, row): Place[] => {
        if (type === '' && number === '' && documents.length === 0) return [];
        const path = `services.${index}.prior_approvals.${row}`;
        const known = codes['prior_approvals']?.some(({ id }) => id === type) ?? type !== '';
        return [
          ...(known ? [] : [{ path: `${path}.type`, reason: '1033' }]),
          ...(number === '' ? [{ path: `${path}.number`, message: '没有填文号' }] : []),
          ...(documents.length === 0 ? [{ path: `${path}.documents`, message: '没有上传' }] : []),
        ];
      }),
    ),
});

/** Names at which every bureau asks: 医, 药, 学校, 新闻 … */
export const gateWords = rule({
  code: 'prior_approval_word',
  severity: 'reject',
  reason: 'prior_approval_bad',
  suggestion: INSTEAD,
  broken: (form) =>
    form.services.flatMap((service, index): Place[] => {
      const gate = gateWordOf(service);
      if (gate === undefined || hasLetter(form)) return [];
      const [word, , name] = gate;
      return [
        {
          path: `services.${index}.name`,
          message: `网站名称含有“${word}”，需要${name}类前置审批`,
        },
      ];
    }),
});

export const gateContents = rule({
  code: 'prior_approval_content',
  severity: 'reject',
  reason: 'prior_approval_bad',
  suggestion: INSTEAD,
  broken: (form, { codes }) =>
    form.services.flatMap((service, index): Place[] => {
      if (hasLetter(form)) return [];
      const nameOf = (id: string) =>
        codes['content_types']?.find((row) => row.id === id)?.name ?? id;
      const path = `services.${index}.content_types`;
      return service.content_types.flatMap((content): Place[] => {
        const approvals = GATE_CONTENTS.find(([id]) => id === content)?.[1] ?? [];
        if (approvals.length > 0 && !answers(service, approvals)) {
          const message = `服务内容“${nameOf(content)}”需要前置审批`;
          return [{ path, message }];
        }
        const doubtful = DOUBTFUL_CONTENTS.has(content) && service.prior_approvals.length === 0;
        const message = `服务内容“${nameOf(content)}”可能被要求前置审批`;
        return doubtful ? [{ path, message, severity: 'warn' }] : [];
      });
    }),
});

/** The gate word in a website's name that none of its approvals answers. */
export function gateWordOf(service: ServiceForm): (typeof GATE_WORDS)[number] | undefined {
  return GATE_WORDS.find(
    ([word, approvals]) => service.name.includes(word) && !answers(service, approvals),
  );
}

/** What bureaus ask for: its name, what a person does about it, and within how many days unless a setting says else. */
export const TASK_KINDS = {
  verification: {
    word: '核实任务',
    todo: '联系主办者核对备案信息，在下方填写核实结果上报管局。',
    days: 5,
  },
  unfiled_site: {
    word: '未备案网站',
    todo: '停止接入，或指导客户完成备案；在下方填写处理结果上报管局。',
    days: 3,
  },
  under_reported: {
    word: '少报接入',
    todo: '网站已解析到我们的 IP，但没有报备接入：为客户提交“新增接入”，或停止服务。',
    days: 7,
  },
  over_reported: {
    word: '多报接入',
    todo: '已报备接入，但网站不在我们这里：通知客户后提交“取消接入”，或请客户把网站解析回来。',
    days: 7,
  },
  entity_check: {
    word: '主体核查不一致',
    todo: '与客户核对主体名称和证件，提交“变更备案”改正。',
    days: 10,
  },
  shell_site: {
    word: '空壳网站',
    todo: '网站打不开：请客户恢复网站，或提交“注销网站”。',
    days: 10,
  },
  site_liveness: {
    word: '网站存活核查',
    todo: '确认网站能否打开；已停用的，请客户注销或取消接入。',
    days: 10,
  },
  rectification: {
    word: '整改通知',
    todo: '把管局的要求转告客户，督促在期限内整改。',
    days: 10,
  },
  lost_filing: {
    word: '备案被注销',
    todo: '管局注销了这条记录，而我们没有申请过：核对原因并告知客户，停止接入或重新备案。',
    days: 2,
  },
  ip_out_of_range: { word: 'IP 越界', todo: '核对 IP 来源和分配范围，更正 IP 备案。', days: 10 },
  ip_conflict: {
    word: 'IP 冲突',
    todo: '与对方单位核对同一段 IP 的归属，更正 IP 备案。',
    days: 10,
  },
  ip_unreported: { word: 'IP 未报', todo: '补报这段 IP 的来源或分配。', days: 10 },
  ip_result: { word: 'IP 备案未通过', todo: '按管局说明改正后重新上报 IP 备案。', days: 5 },
  domain_result: { word: '域名备案未通过', todo: '按管局说明改正后重新上报域名备案。', days: 5 },
} as const;

export type TaskKind = keyof typeof TASK_KINDS;

export function isTaskKind(word: string): word is TaskKind {
  return Object.hasOwn(TASK_KINDS, word);
}

/** Kinds that the bureau wants an answer to; all others are done when somebody says so. */
export const ANSWERED = ['verification', 'unfiled_site'] as const;
export type AnsweredKind = (typeof ANSWERED)[number];

export function isAnswered(kind: TaskKind): kind is AnsweredKind {
  return ANSWERED.some((one) => one === kind);
}

import { type CodeReason, PATHS } from './types.ts';

/** Codes about access: addresses, method and place are the provider's to put right. */
export const ACCESS_CODES: readonly CodeReason[] = [
  {
    code: '1023',
    official: '备案申请中的IP数据在备案信息库中不存在，请核实后再次报备',
    paths: [PATHS.ips],
    message: '管局库中没有这个 IP',
    suggestion: '请服务商核对备案号与本地记录，必要时同步管局数据',
    who: 'operator',
  },
  {
    code: '1024',
    official: '备案信息中的IP地址冲突，请核实后再次报备',
    paths: [PATHS.ips],
    message: 'IP 地址与已有的冲突',
    suggestion: '请删去重复的 IP，或核对起止范围',
    who: 'operator',
  },
  {
    code: '1029',
    official: '同一个网站不允许有相同的接入，请核实后再次报备',
    paths: ['services.{service}.access'],
    message: '同一个网站有两个相同的接入',
    suggestion: '请删去重复的接入信息',
    who: 'operator',
  },
  {
    code: '1035',
    official: '无效网站接入方式，请核实后再次报备',
    paths: ['services.{service}.access.methods'],
    message: '接入方式无效',
    suggestion: '请同步代码表后重新选择接入方式',
    who: 'operator',
  },
  {
    code: '1036',
    official: '无效服务器放置地点，请核实后再次报备',
    paths: ['services.{service}.access.locations'],
    message: '服务器放置地无效',
    suggestion: '请同步代码表后重新选择放置地',
    who: 'operator',
  },
  {
    code: '1038',
    official: '该接入已经报备，无需重复报备',
    paths: ['services.{service}.access'],
    message: '这个接入已经报备',
    suggestion: '无需重复提交，请核对管局记录',
    who: 'operator',
  },
  {
    code: '1040',
    official: '该备案接入信息中的IP信息已经报备，无需重复报备',
    paths: [PATHS.ips],
    message: 'IP 已经报备',
    suggestion: '请去掉重复的 IP',
    who: 'operator',
  },
  {
    code: '1062',
    official: 'ICP接入信息比对IP库信息成功',
    paths: [''],
    message: '接入 IP 与 IP 备案一致',
    suggestion: '无需处理',
    who: 'operator',
    good: true,
  },
  {
    code: '1063',
    official:
      'ICP备案接入信息中所使用的IP地址与你单位IP地址备案中报备的IP信息不一致，请核实后再次提交',
    paths: [PATHS.ips],
    message: 'IP 不在服务商已备案的 IP 段内',
    suggestion: '请服务商先报备这段 IP（来源、分配），再重新提交',
    who: 'operator',
  },
];

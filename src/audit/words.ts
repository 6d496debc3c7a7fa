const words = new Map<string, string>();

/** Names actions for the page ("提交备案"). A slice names its own; an action without a name is shown as it is. */
export function nameActions(names: Record<string, string>): void {
  for (const [action, name] of Object.entries(names)) words.set(action, name);
}

export function actionInWords(action: string): string {
  return words.get(action) ?? action;
}

nameActions({
  'audit.actor_shown': '查看操作人',
  'audit.verified': '校验审计记录',
  'account.created': '开通账号',
  'account.invited': '发送设置密码链接',
  'account.signed_in': '登录',
  'account.signed_out': '退出登录',
  'account.sign_in_failed': '登录失败',
  'account.sign_in_stopped': '登录失败过多，已暂停',
  'account.reset_asked': '申请找回密码',
  'account.password_set': '通过链接设置密码',
  'account.password_changed': '修改密码',
  'account.changed': '修改账户资料',
  'account.roles_changed': '修改角色',
  'account.disabled': '停用账号',
  'account.enabled': '启用账号',
  'account.session_ended': '结束一个登录',
  'account.sessions_ended': '结束多个登录',
  'account.revealed': '查看联系方式',
  'client.created': '创建 API 密钥',
  'client.disabled': '停用 API 密钥',
  'delivery.gave_up': '通知发送失败',
  'setup.claimed': '完成初始设置',
  'settings.changed': '修改设置',
  'settings.tested': '测试设置',
});

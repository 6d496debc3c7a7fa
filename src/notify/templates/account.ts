import { template } from './template.ts';

export const accountTemplates = {
  'account.welcome': template({
    subject: '欢迎，{name}',
    text: '您的账号已开通。现在可以提交备案，每一步都会告诉您接下来做什么。',
  }),
  'account.invited': template({
    subject: '请设置您的登录密码',
    text: '{name}，管理员为您开通了账号。请在 {days} 天内打开下面的链接设置密码，链接只能使用一次。',
    in_site: false,
    urgent: true,
  }),
  'account.password_reset': template({
    subject: '设置新密码',
    text: '请在 {minutes} 分钟内打开下面的链接设置密码，链接只能使用一次。如果不是您本人操作，请忽略这封邮件，密码不会改变。',
    in_site: false,
    urgent: true,
    good_for_minutes: 30,
  }),
  'account.email_changed': template({
    subject: '您的登录邮箱已更改',
    text: '您的登录邮箱已改为 {email}，发到这个旧邮箱的设置密码链接已失效。如果不是您本人操作，请立即联系我们。',
    in_site: false,
    urgent: true,
  }),
  'account.new_sign_in': template({
    subject: '您的账号在新设备上登录',
    text: '{time}，{device}（{place}）登录了您的账号。如果不是您本人，请立即修改密码并结束其他设备的登录。',
    urgent: true,
    good_for_minutes: 24 * 60,
  }),
};

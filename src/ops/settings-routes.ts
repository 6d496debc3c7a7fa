import { Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import { inTransaction } from '../platform/db.ts';
import { readSetting, writeSetting } from '../platform/settings.ts';
import { readOr } from '../platform/web.ts';
import { siteSetting } from './settings.ts';

export const settings = Router();

/** The settings that have a page of their own. */
const links = [
  {
    href: '/setup/connections',
    label: '连接与演练环境',
    note: '逐项测试邮件、短信、管局、存储、支付',
  },
  { href: '/settings/accounts', label: '登录与注册', note: '是否开放注册，登录保持多久' },
  { href: '/settings/mail', label: '邮件', note: 'SMTP 服务器' },
  { href: '/settings/sms', label: '短信', note: '阿里云短信' },
  { href: '/settings/storage', label: '图片存储', note: '本机目录，或 OSS、COS、MinIO' },
  { href: '/gateways', label: '支付方式', note: '收款用的商户号和密钥，充值的限额' },
  { href: '/webhooks', label: 'Webhook', note: '把订单事件告诉主机面板' },
  { href: '/people/clients', label: 'API 密钥', note: '让主机面板等程序下单、提交备案' },
  { href: '/settings/filings', label: '备案', note: '接入商名称、服务器 IP 段、审核时限' },
  { href: '/settings/watch', label: '网站监测', note: '多久检查一次，检查什么' },
  { href: '/service-codes', label: '备案服务号', note: '提交备案要不要服务号，可用几次' },
  { href: '/agents', label: '代理商', note: '代理先核对客户的备案，客户归属' },
];

/** One list of what can be set, and where. */
settings.get('/settings', requires('settings.manage'), async (_req, res) => {
  const site = await readSetting(siteSetting);
  res.page('ops/settings', { title: '设置', values: site, fields: {}, links });
});

settings.post('/settings/site', requires('settings.manage'), async (req, res) => {
  const form = readOr(siteSetting.schema, req.body);
  if (!form.ok) {
    res
      .status(422)
      .page('ops/settings', { title: '设置', values: req.body, fields: form.fields, links });
    return;
  }
  await inTransaction(async (trx) => {
    await writeSetting(trx, siteSetting, form.data);
    await record(trx, userOf(req).actor, 'settings.changed', 'settings:site', {});
  });
  res.flash('success', '已保存');
  res.redirect(303, '/settings');
});

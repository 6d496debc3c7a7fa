import { nameActions } from '../../audit/index.ts';

nameActions({
  'webhook.created': '新建 Webhook',
  'webhook.changed': '修改 Webhook',
  'webhook.secret_changed': '更换 Webhook 密钥',
  'webhook.switched_off': 'Webhook 自动停用',
  'webhook.removed': '删除 Webhook',
  'webhook.tested': '测试 Webhook',
  'webhook.replayed': '重发 Webhook 通知',
});

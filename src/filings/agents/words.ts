import { nameActions } from '../../audit/index.ts';

nameActions({
  'agent.invited': '生成代理邀请链接',
  'agent.customer_linked': '客户归入代理商',
  'agent.customer_unlinked': '客户解除代理',
});

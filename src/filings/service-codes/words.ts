import { nameActions } from '../../audit/index.ts';

nameActions({
  'service_code.made': '生成备案服务号',
  'service_code.imported': '导入备案服务号',
  'service_code.exported': '导出备案服务号',
  'service_code.voided': '作废备案服务号',
  'service_code.spent': '使用备案服务号',
  'service_code.given_back': '退回备案服务号次数',
  'service_code.refused': '备案服务号未通过',
});

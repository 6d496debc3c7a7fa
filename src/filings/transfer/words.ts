import { nameActions } from '../../audit/index.ts';

nameActions({
  'transfer.uploaded': '上传导入文件',
  'transfer.checked': '试运行导入',
  'transfer.imported': '导入已有备案',
  'transfer.finished': '导入或导出完成',
  'transfer.stopped': '停止导入或导出',
  'transfer.faults_fetched': '下载导入错误行',
  'transfer.removed': '删除导入导出文件',
  'transfer.exported': '导出备案数据',
  'transfer.fetched': '下载导出文件',
});

import { nameActions } from '../audit/index.ts';

nameActions({
  'document.uploaded': '上传图片',
  'document.viewed': '查看图片',
});

import { nameActions } from '../audit/index.ts';

nameActions({
  'category.added': '新增商品分类',
  'category.changed': '修改商品分类',
  'category.removed': '删除商品分类',
  'product.added': '新建商品',
  'product.changed': '修改商品',
  'product.switched': '上架或下架商品',
  'product.copied': '复制商品',
  'product.archived': '归档商品',
  'product.restored': '恢复已归档的商品',
  'product.link_made': '生成商品的隐藏链接',
  'product.link_removed': '取消商品的隐藏链接',
  'variant.added': '新增商品规格',
  'variant.changed': '修改商品规格',
  'coupon.made': '生成优惠码',
  'coupon.changed': '修改优惠码',
  'coupon.exported': '导出优惠码',
  'announcement.added': '发布公告',
  'announcement.changed': '修改公告',
  'announcement.removed': '删除公告',
});

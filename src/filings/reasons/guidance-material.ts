import { type Guidance, words } from './types.ts';

const CARDS = [
  'materials.entity_id_front',
  'materials.entity_leader_id_front',
  'materials.service_{service}_leader_id_front',
];
const PICTURES = ['materials.entity_licence', ...CARDS];
const PHOTO = ['materials.service_{service}_leader_photo'];
const FORM = ['materials.verification_form'];
const picture = { group: '证件图片', paths: PICTURES, who: 'customer' } as const;
const form = { group: '核验单', paths: FORM, who: 'customer' } as const;
const photo = { group: '核验照片', paths: PHOTO, who: 'customer' } as const;

/** What is said about pictures, forms and photographs. */
export const MATERIAL_GUIDANCE: readonly Guidance[] = [
  {
    ...picture,
    code: 'picture_unclear',
    label: '证件不清晰',
    pattern: words(
      '(请)?(上传|提供)~清晰',
      '(字迹|图片|照片|证件|执照|扫描件)~(不清|模糊|看不清)',
      '不清晰',
    ),
    message: '证件图片不清晰',
    suggestion: '请在光线充足处重拍，文字要能看清',
  },
  {
    ...picture,
    code: 'picture_not_original',
    label: '不是原件',
    pattern: words('(提供|上传|需要|须|请)~原件', '(不是|非)原件', '复印件', '黑白'),
    message: '需要证件原件的图片',
    suggestion: '请拍摄证件原件的彩色照片，不用复印件',
  },
  {
    ...picture,
    code: 'picture_incomplete',
    label: '国徽或边角不完整',
    pattern: words(
      '(国徽|边角|边框|四角|证件)~(不完整|不全|缺失|缺角)',
      '(完整|完全)~(国徽|边角|四角)',
    ),
    message: '证件的国徽或边角没有拍全',
    suggestion: '请把证件四角和国徽都拍进去',
  },
  {
    ...picture,
    code: 'picture_watermark',
    label: '水印遮挡',
    pattern: words('水印'),
    message: '水印遮住了证件内容',
    suggestion: '请去掉水印，或用浅色水印且不压住文字',
  },
  {
    ...picture,
    code: 'picture_rotated',
    label: '请正向上传',
    pattern: words('正向', '(图片|照片|证件)~(倒置|颠倒|横向|方向)'),
    message: '图片方向不对',
    suggestion: '请旋转到正向后上传',
  },
  {
    ...picture,
    code: 'picture_of_screen',
    label: '隔屏拍摄、反光或电子证照',
    pattern: words('隔屏', '翻拍', '屏幕拍摄', '反光', '电子(执照|证照|营业执照|身份证)'),
    message: '图片是隔屏拍摄、有反光，或为电子证照',
    suggestion: '请直接拍摄实体证件，避开反光',
  },
  {
    ...picture,
    paths: CARDS,
    code: 'picture_sides_together',
    label: '请分开上传正反面',
    pattern: words('分开(上传|拍摄|提交)', '正反面~(分|单独)', '缺(少)?~(反面|正面|国徽面|人像面)'),
    message: '身份证正反面要分开上传',
    suggestion: '请正面、反面各传一张',
  },
  {
    ...picture,
    paths: CARDS,
    code: 'picture_background',
    label: '证件背景不一致',
    pattern: words('(证件|身份证|正反面)~背景~(不一致|不同)'),
    message: '身份证正反面的背景不一致',
    suggestion: '请在同一处背景下拍摄正反面',
  },
  {
    ...form,
    code: 'form_template',
    label: '核验单模板错误',
    pattern: words('核验单~(模板|版本|旧版|格式)', '旧模板'),
    message: '核验单用错了模板',
    suggestion: '请在本系统重新下载打印该省的核验单',
  },
  {
    ...form,
    code: 'form_differs',
    label: '核验单与填写信息不符',
    pattern: words('核验单~(不符|不一致|信息有误|信息错误)'),
    message: '核验单上的内容与填写的不一致',
    suggestion: '资料改动后请重新打印核验单，签字后上传',
  },
  {
    ...form,
    code: 'form_not_signed',
    label: '核验单未签章或涂改',
    pattern: words(
      '核验单~(签|章|涂改|手印)',
      '(未|没有|缺少)~(盖章|签章|签字|签名|公章)',
      '章~(不清|模糊|缺)',
      '涂改',
    ),
    message: '核验单没有签字盖章、章不清楚，或有涂改',
    suggestion: '请用黑色笔手写签字，公章压住单位名称，不得涂改',
  },
  {
    group: '承诺书',
    code: 'letter_outdated',
    label: '承诺书日期过期或缺少',
    pattern: words('承诺书'),
    paths: ['materials.commitment_letter'],
    message: '承诺书缺少、日期过期或不合要求',
    suggestion: '请下载最新承诺书，写当天日期，签字盖章后上传',
    who: 'customer',
  },
  {
    ...photo,
    code: 'photo_background',
    label: '幕布过期或背景不符',
    pattern: words('幕布', '(照片|核验照|拍照)~背景', '背景~(不符|不是白|非白)'),
    message: '照片背景不合要求',
    suggestion: '请在白墙或服务商现行幕布前重拍',
  },
  {
    ...photo,
    code: 'photo_clothes',
    label: '着装不合要求',
    pattern: words('着装', '衣着', '季节', '睡衣', '戴帽|帽子'),
    message: '照片里的着装不合要求',
    suggestion: '请穿合时令的整齐衣服、不戴帽子重拍',
  },
  {
    ...photo,
    code: 'face_check_failed',
    label: '人脸核验不通过',
    pattern: words('人脸', '(照片|核验照)~(非本人|不是本人|不是同一)', '非本人'),
    message: '人脸核验没有通过',
    suggestion: '请由负责人本人在光线均匀的白墙前、不戴眼镜重新核验',
  },
];

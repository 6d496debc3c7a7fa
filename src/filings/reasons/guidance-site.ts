import { type Guidance, PATHS, words } from './types.ts';

const name = { group: '网站名称', paths: [PATHS.siteName], who: 'customer' } as const;
const content = {
  group: '网站内容',
  paths: ['services.{service}.content_types'],
  who: 'customer',
} as const;

/** What is said about a website's name, content, approvals and remark. */
export const SITE_GUIDANCE: readonly Guidance[] = [
  {
    ...name,
    code: 'site_name_unsuitable',
    label: '网站名称不合要求',
    pattern: words('网站名称~(不符合|不合|不规范|不合格|不得|不能|有误|过于简单)'),
    message: '网站名称不符合要求',
    suggestion: '请用 3 个以上汉字，与主办者相关，不含国家机关字样，不用域名和纯英文数字',
  },
  {
    ...name,
    code: 'site_name_personal',
    label: '个人网站名称涉及企业、行业',
    pattern: words(
      '个人~(网站)?名称~(企业|行业|地名|地域|博客|公司)',
      '个人网站~不(得|能)~(企业|行业)~名',
    ),
    message: '个人网站名称像企业、行业或地方的网站',
    suggestion: '请换成体现个人内容的名称，3 至 10 个字',
  },
  {
    ...name,
    code: 'site_name_unrelated',
    label: '网站名称与主体无关联',
    pattern: words('网站名称~(主体|单位|公司|主办)~(无|没有|不相关|不一致|不符|关联)'),
    message: '网站名称与主办者看不出关联',
    suggestion: '请改用单位名称或简称；用品牌名的，请在其他材料中上传商标注册证',
  },
  {
    ...content,
    code: 'content_unsuitable',
    label: '网站内容不合格',
    pattern: words('网站内容~(不合格|不符|不一致|违规|无关)', '主体性质~不'),
    message: '网站内容不合格，或与主体性质不符',
    suggestion: '个人网站不能经营；单位网站内容须在经营范围内，请调整后再提交',
  },
  {
    ...content,
    code: 'content_business_of_individual',
    label: '个人备案开办企业网站',
    pattern: words('个人~(开办|备案|涉及)~(企业|公司|经营|商业)', '个人(网站)?不(得|能)~经营'),
    paths: ['entity.kind'],
    message: '个人备案不能开办企业或经营性网站',
    suggestion: '请以企业名义备案，或改成个人内容',
  },
  {
    group: '前置审批',
    code: 'prior_approval_bad',
    label: '前置审批不合格',
    pattern: words('(前置|专项)审批', '审批~(文件|批文)~(缺|过期|不清|不合格|无效)'),
    paths: ['services.{service}.prior_approvals'],
    message: '前置审批文件缺少、过期或看不清',
    suggestion: '请上传有效批文；不涉及的请去掉相关内容，或上传《不涉及前置审批承诺书》',
    who: 'customer',
  },
  {
    ...content,
    group: '服务内容',
    code: 'content_types_too_many',
    label: '服务内容多选或超范围',
    pattern: words('服务内容~(多|过多|只能|单选|不符|有误)', '超(出|过)?~经营范围'),
    message: '服务内容选得太多，或超出经营范围',
    suggestion: '请只选最贴近网站实际的一两项',
  },
  {
    group: '备注',
    code: 'remark_too_short',
    label: '备注过于简单',
    pattern: words('备注~(简单|不详|不明|不清|详细|具体|补充)', '(备注|说明)~网站~(内容|用途)'),
    paths: ['services.{service}.remark'],
    message: '网站备注过于简单',
    suggestion: '请用 20 至 200 字说明网站的实际内容',
    who: 'customer',
  },
];

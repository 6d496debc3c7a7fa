/** Words at which a reviewer stops in the name of a website. Dated: what bureaus refused up to 2026. */
export const STATE_WORDS = [
  ...['中国', '中央', '国家', '中华', '全国', '人大', '政协', '人民', '政府', '国务院'],
  ...['反腐', '纪检', '监察', '信访', '维权', '投诉', '廉政'],
] as const;

export const FORBIDDEN_WORDS = [
  ...['赌博', '博彩', '色情', '裸聊', '成人影', '六合彩', '毒品', '枪支', '代孕', '私彩', '翻墙'],
] as const;

/** What an individual's site may not call itself: it would be a business, an institution or a public forum. */
export const BUSINESS_WORDS = [
  ...['公司', '企业', '集团', '工厂', '商城', '商店', '店铺', '商行', '商贸', '事务所', '工作室'],
  ...['协会', '学会', '联盟', '机构', '中心', '医院', '诊所', '酒店', '平台', '门户'],
] as const;

export const DOUBTFUL_PERSONAL_WORDS = [
  ...['行业', '科技', '网络', '传媒', '旅游', '招聘', '交友', '彩票', '股票', '基金', '贷款'],
  ...['博客', '社区', '资讯', '论坛', '导航', '下载', '视频', '直播', '影视', '小说', '游戏'],
] as const;

/** Words that make a bureau ask for a prior approval, with the approval (Nrlx id) that answers them. */
export const GATE_WORDS: readonly (readonly [
  word: string,
  approvals: readonly string[],
  name: string,
])[] = [
  ['新闻', ['1'], '新闻'],
  ['出版', ['2'], '出版'],
  ['教育', ['3', '14'], '教育'],
  ['学校', ['3', '14'], '教育'],
  ['小学', ['3', '14'], '教育'],
  ['中学', ['3', '14'], '教育'],
  ['大学', ['3', '14'], '教育'],
  ['学院', ['3', '14'], '教育'],
  ['幼儿', ['3', '14'], '教育'],
  ['医', ['4', '5'], '医疗保健'],
  ['卫生', ['4'], '医疗保健'],
  ['药', ['5', '4'], '药品和医疗器械'],
  ['论坛', ['6'], '电子公告服务'],
  ['文化', ['9'], '文化'],
  ['广电', ['10'], '广播电影电视节目'],
  ['宗教', ['15'], '宗教'],
];

/** Contents (Fwnr id) that need a prior approval, with the approval that answers them. */
export const GATE_CONTENTS: readonly (readonly [content: string, approvals: readonly string[]])[] =
  [
    ['5', ['1']],
    ['13', ['2', '9']],
    ['15', ['10', '9']],
    ['21', ['3', '14']],
  ];
export const DOUBTFUL_CONTENTS = new Set(['1', '2', '14', '17']);

/** Contents that are trade: not for an individual's site. */
export const BUSINESS_CONTENTS = new Set(['3', '8', '9', '10', '11', '12', '18', '19', '20']);

/** A row of a code table: id, name and, where the table has one, a third value. */
export type Code = [id: number, name: string, extra?: number];

const rows = (text: string): Code[] =>
  text
    .trim()
    .split(/\s+/)
    .map((cell) => {
      const [, id, name = '', extra] = /^(\d+)([^\d:][^:]*)(?::(\d+))?$/.exec(cell) ?? [];
      return extra === undefined ? [Number(id), name] : [Number(id), name, Number(extra)];
    });

/** 单位性质. 5 is a person, everything else a unit. */
export const ENTITY_KINDS = rows(`1国防机构 2政府机关 3事业单位 4企业 5个人 6社会团体
  9民办非企业单位 10基金会 11律师执业机构 12外国在华文化中心 13群众性团体组织 14司法鉴定机构
  15宗教团体 16境外机构 17医疗机构 18公证机构 19集体经济 20仲裁机构`);

/** 证件类型, with the 单位性质 it belongs to. */
export const CERTIFICATES = rows(`1营业执照:4 2居民身份证:5 3组织机构代码证:3 4事业单位法人证书:3
  5部队代号:1 6社会团体法人登记证书:6 7护照:5 8军官证:5 9组织机构代码证:2 10组织机构代码证:6
  11台湾居民来往大陆通行证:5 12组织机构代码证:4 13统一社会信用代码证书:2
  14港澳居民来往内地通行证:5 15统一社会信用代码证书:3 16组织机构代码证:9
  17民办非企业单位登记证书:9 18组织机构代码证:10 19基金会法人登记证书:10 20组织机构代码证:11
  21律师事务所执业许可证:11 22外国在华文化中心登记证:12 23军队单位对外有偿服务许可证:1
  24统一社会信用代码证书:13 25宗教活动场所登记证:15 27外国企业常驻代表机构登记证:4
  28司法鉴定许可证:14 30外国人永久居留身份证:5 34外国政府旅游部门常驻代表机构批准登记证:16
  35境外机构证件:16 36社会服务机构登记证书:9 37民办学校办学许可证:9 38医疗机构执业许可证:17
  39公证机构执业证:18 41港澳居民居住证:5 42台湾居民居住证:5 43农村集体经济组织登记证:19
  44仲裁委员会登记证:20`);

/** 网站服务内容. */
export const CONTENTS = rows(`1即时通信 2搜索引擎 3综合门户 4网上邮局 5网络新闻 6博客/个人空间
  7网络广告/信息 8单位门户网站 9网络购物 10网上支付 11网上银行 12网上炒股/股票基金 13网络游戏
  14网络音乐 15网络影视 16网络图片 17网络软件/下载 18网上求职 19网上交友/婚介 20网上房产
  21网络教育 22网站建设 23WAP 24其他`);

/** 前置或专项审批内容; the third value: whether an approval is needed. */
export const APPROVALS = rows(`1新闻:1 2出版:1 3教育:1 4医疗保健:1 5药品和医疗器械:1
  6电子公告服务:1 9文化:1 10广播电影电视节目:1 11网络预约车:1 13互联网金融:1 14校外培训:1 15宗教:1`);

export const ACCESS_METHODS = rows('1专线 2主机托管 3虚拟主机 4其他 5云接入');

export const LANGUAGES = rows(`1中文简体 2中文繁体 3维吾尔语 4哈萨克语 5柯尔克孜语 6蒙古语 7藏语
  8壮语 9朝鲜语 10彝文 11苗语 12英语 13日语 14法语 15俄罗斯语 16西班牙语 17阿拉伯语`);

/** 注销理由, 未备案处理, 核实意见, 域名类型: no public source gives these; ours are made up. */
export const CANCEL_REASONS = rows('1网站停止服务 2主体注销或终止 3域名不再使用 4更换接入商 9其他');
export const UNFILED_RESULTS = rows('1已备案 2已停止接入 3正在办理备案 4非本单位接入 9其他');
export const VERIFY_OPINIONS = rows('1信息真实准确 2联系方式不实 3主体证件不实 4接入信息不实');
export const DOMAIN_KINDS = rows('1中文域名 2英文国内域名 3英文国际域名');

export const ATTACHMENT_FORMATS = rows('1jpg 2png');

/** 附件用途, with its owner: 1 主体, 2 网站. The schema forbids the 0 of the written table. */
export const ATTACHMENT_USES = rows(`1网站备案信息真实性核验单:2 2主办单位有效证件:1
  3主体负责人有效证件:1 4网站负责人有效证件:2 5网站负责人核验照片:2 6域名证书:2 7授权书:1 8其他材料:2`);

/** Whether a table has that id. */
export const has = (table: Code[], id: string): boolean =>
  table.some(([known]) => String(known) === id);

/** 核验单, which may be half as large again as the other attachments. */
export const VERIFICATION_FORM = '1';
export const PERSON = '5';

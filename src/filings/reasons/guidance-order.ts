import { type Guidance, PATHS, words } from './types.ts';

const kind = { group: '备案类型', paths: [''], who: 'customer' } as const;
const access = { group: '接入', paths: [PATHS.ips], who: 'operator' } as const;
const change = { group: '变更', paths: [''], who: 'customer' } as const;
const sms = { group: '短信核验', paths: [''] } as const;
const app = { group: 'APP', paths: [PATHS.site], who: 'customer' } as const;

/** What is said about the kind of filing, access, changes, the SMS check and apps. */
export const ORDER_GUIDANCE: readonly Guidance[] = [
  {
    ...kind,
    code: 'filing_kind_wrong',
    label: '备案类型错误',
    pattern: words(
      '备案类型~(错误|不正确|有误|选择)',
      '(应|需|请)~(办理|选择)~(新增网站|新增接入|首次备案)',
    ),
    message: '备案类型选错了',
    suggestion: '请按提示的类型重新发起，已填的资料可以沿用',
  },
  {
    ...kind,
    code: 'already_filed',
    label: '已存在备案记录',
    pattern: words('(已|已经)~(存在|有)~备案', '已备案过'),
    message: '这个主体或域名已有备案',
    suggestion: '请用当时的证件办理新增网站、新增接入或变更',
  },
  {
    ...kind,
    code: 'other_order_open',
    label: '存在进行中的订单',
    pattern: words(
      '(进行中|正在(办理|进行|审核)|未完成)~(订单|备案|申请|流程)',
      '存在~(在途|未完结)',
    ),
    message: '有另一个备案正在办理',
    suggestion: '请等它完成，或先放弃旧的申请',
  },
  {
    ...access,
    code: 'access_ip_differs',
    label: '接入信息或 IP 不符',
    pattern: words('接入(商|信息|服务商)~(不一致|不符|有误)', '接入~IP~(不符|不一致|有误|错误)'),
    message: '接入商或接入 IP 与实际不符',
    suggestion: '请服务商核对并改成实际使用的 IP',
  },
  {
    ...access,
    paths: [PATHS.domains],
    who: 'customer',
    code: 'resolves_elsewhere',
    label: '域名未解析到本服务商',
    pattern: words(
      '(未|没有|不)~解析~(到|至|我司|本公司)',
      '解析~IP~(不符|不一致)',
      '解析~(非|不在)~(我司|本)',
    ),
    message: '域名没有解析到本服务商，或解析的 IP 与备案不符',
    suggestion: '请把域名解析到备案的服务器，否则接入会被取消',
  },
  {
    ...access,
    paths: [''],
    code: 'resource_unusable',
    label: '服务器或服务码不可用',
    pattern: words(
      '(服务号|服务码|授权码)~(用尽|次数|无效|不可用|已使用)',
      '(资源|服务器)~(不可|不符合|不足)',
      '(包月|时长)~(不足|小于|少于|<)',
    ),
    message: '所用的服务器或备案服务码不能用于备案',
    suggestion: '请换一个服务码，或购买 3 个月以上的服务器',
  },
  {
    ...change,
    code: 'change_proof_missing',
    label: '缺少变更证明',
    pattern: words('变更证明', '更名证明', '(提供|上传|缺少)~变更~(证明|通知书)'),
    paths: ['materials.other'],
    message: '缺少变更证明',
    suggestion: '请上传发证机关出具的变更证明',
  },
  {
    ...change,
    code: 'change_not_possible',
    label: '不能变更主体性质',
    pattern: words('(单位|企业)~变~个人', '个人~变~(单位|企业)', '(不能|不得|不可|无法)~变更'),
    message: '这样的变更不被允许',
    suggestion: '换了主体的请先注销，再重新备案',
  },
  {
    ...sms,
    who: 'operator',
    code: 'sms_timeout',
    label: '短信核验超时',
    pattern: words('短信~(超时|逾期|未核验|未完成|未在)', '(24|二十四)小时~(未|没有)~核验'),
    message: '短信核验超过 24 小时没有完成',
    suggestion: '服务商会重新提交；收到新短信后请在 24 小时内到 beian.miit.gov.cn 完成核验',
  },
  {
    ...sms,
    who: 'customer',
    code: 'sms_failed',
    label: '短信核验失败',
    pattern: words('短信~(失败|错误|不通过|不正确)', '验证码~(错误|失败|次数)'),
    message: '短信核验输错次数太多',
    suggestion: '请核对手机号、证件号码后六位和验证码，服务商重新提交后再核验',
  },
  {
    ...app,
    code: 'app_features_wrong',
    label: 'APP 特征信息错误',
    pattern: words('APP~特征', '(包名|公钥|MD5|SHA|Bundle|签名)~(错误|不符|有误|不一致)'),
    message: 'APP 的包名、公钥或证书指纹有误',
    suggestion: '请从发布用的证书中读取包名、公钥和 MD5/SHA-1',
  },
  {
    ...app,
    code: 'app_name_differs',
    label: 'APP 名称不一致',
    pattern: words('APP~名称~(不一致|不符|有误)'),
    message: 'APP 名称与应用市场不一致',
    suggestion: '各平台和应用市场请使用同一个名称',
  },
];

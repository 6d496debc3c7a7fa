import { template } from './template.ts';

/** The values here are few on purpose: a mail or a text message shows no name, number or domain of a person. */
export const filingTemplates = {
  'filing.submitted': template({
    subject: '备案 {filing_no} 已提交',
    text: '我们已收到您的备案申请，一般在 {days} 个工作日内完成初审。现在不需要您做什么。',
  }),
  'filing.returned': template({
    subject: '备案 {filing_no} 需要修改',
    text: '审核发现 {count} 处需要修改，已在页面上逐项标出并写明怎样改。改好后请重新提交。',
    sms: '您的备案{filing_no}有{count}处需要修改，请登录查看。',
  }),
  'filing.reported': template({
    subject: '备案 {filing_no} 已提交{bureau}',
    text: '初审已通过，资料已提交{bureau}。{next}',
  }),
  'filing.sms_pending': template({
    subject: '请完成备案 {filing_no} 的短信核验',
    text: '工信部会向负责人手机发送核验短信，请在 {until} 前按短信提示到工信部备案系统完成核验，过期备案会被退回。',
    sms: '您的备案{filing_no}等待短信核验，请在{until}前按工信部短信提示完成核验。',
  }),
  'filing.sms_expiring': template({
    subject: '备案 {filing_no} 的短信核验即将到期',
    text: '短信核验将在 {until} 到期，到期未完成备案会被退回。请现在完成核验。',
    sms: '您的备案{filing_no}短信核验将在{until}到期，请尽快完成。',
  }),
  'filing.bureau_rejected': template({
    subject: '备案 {filing_no} 被管局退回',
    text: '管局退回了您的备案。原因：{reason}。需要修改的地方已在页面上标出，改好后请重新提交。',
    sms: '您的备案{filing_no}被管局退回，请登录查看原因并修改。',
  }),
  'filing.approved': template({
    subject: '备案 {filing_no} 已通过',
    text: '恭喜，备案已通过，备案号为 {icp_number}。请在网站底部中央标明备案号，并链接到 https://beian.miit.gov.cn/ 。',
    sms: '您的备案{filing_no}已通过，备案号{icp_number}。请在网站底部标明备案号。',
  }),
  'filing.completed': template({
    subject: '{what}已办结（{filing_no}）',
    text: '通信管理局已办结您的{what}申请 {filing_no}，最新的备案内容请在页面上查看。',
    sms: '您的{what}申请{filing_no}已办结。',
  }),
  'filing.lost': template({
    subject: '备案 {filing_no} 的{what}被管局注销',
    text: '通信管理局注销了备案 {filing_no} 的{what}。网站须停止访问，继续开办请重新办理备案。原因和办法见页面。',
    sms: '您的备案{filing_no}的{what}被管局注销，请登录查看。',
  }),
  'filing.rectification': template({
    subject: '备案 {filing_no} 收到管局整改通知',
    text: '通信管理局要求整改，请在 {until} 前处理。具体要求和怎样办理见页面；不处理备案可能被注销。',
    sms: '您的备案{filing_no}收到管局整改通知，请在{until}前登录查看并处理。',
  }),
  'filing.closed': template({
    subject: '备案 {filing_no} 已关闭',
    text: '我们关闭了您的申请 {filing_no}。原因：{reason}。仍要办理，请重新提交；有疑问请联系我们。',
    sms: '您的申请{filing_no}已关闭，原因请登录查看。',
  }),
  'filing.withdrawn': template({
    subject: '备案 {filing_no} 已撤回',
    text: '这份备案已撤回，不会再处理。需要时可以重新提交。',
  }),
};

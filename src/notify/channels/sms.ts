import { callAliyun } from './aliyun.ts';
import type { Channel, Sent } from './channel.ts';
import { smsService, templateCode } from './sms-settings.ts';

/** Answers after which the same message may go through later. */
const LATER = ['isv.BUSINESS_LIMIT_CONTROL', 'isp.SYSTEM_ERROR', 'isp.RAM_PERMISSION_DENY'];
const WORDS: Record<string, string> = {
  'isv.BUSINESS_LIMIT_CONTROL': '发送太频繁，被运营商限制',
  'isv.MOBILE_NUMBER_ILLEGAL': '手机号不正确',
  'isv.AMOUNT_NOT_ENOUGH': '短信账户余额不足',
  'isv.OUT_OF_SERVICE': '短信服务已停机，请充值',
  'isv.SMS_TEMPLATE_ILLEGAL': '短信模板不存在或未通过审核',
  'isv.SMS_SIGNATURE_ILLEGAL': '短信签名不存在或未通过审核',
  'InvalidAccessKeyId.NotFound': 'AccessKey ID 不正确',
  SignatureDoesNotMatch: 'AccessKey Secret 不正确',
};

export const sms: Channel = {
  title: '短信',
  addressFor: async (event, template, to) => {
    if (!template.sms || !to.mobile) return null;
    const service = await smsService();
    return service && templateCode(service, event) ? to.mobile : null;
  },
  isReady: async () => (await smsService()) !== undefined,
  send: async ({ delivery_no, event, content }) => {
    const service = await smsService();
    const code = service && templateCode(service, event);
    if (!service || !code) throw new Error('短信未配置');
    const params = {
      PhoneNumbers: content.to,
      SignName: service.sign_name,
      TemplateCode: code,
      TemplateParam: JSON.stringify(content.values),
      OutId: delivery_no,
    };
    return sentOrRefused((await callAliyun(service, 'SendSms', params, delivery_no)).Code);
  },
};

function sentOrRefused(code: string): Sent {
  if (code === 'OK') return { refused: false };
  const isLater = LATER.includes(code) || /Throttling|ServiceUnavailable|AMOUNT|OUT_OF/.test(code);
  if (isLater) throw new Error(smsWords(code));
  return { refused: true, reason: smsWords(code) };
}

/** The service's code in words; it names no number. */
export function smsWords(code: string): string {
  return WORDS[code] ?? `短信服务拒绝（${code.slice(0, 60)}）`;
}

import { defineConnection } from '../../platform/connections.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import { callAliyun } from './aliyun.ts';
import { targetOf, transportTo, wordsFor } from './mail.ts';
import { type MailServer, mailServer } from './mail-settings.ts';
import { smsWords } from './sms.ts';
import { smsService } from './sms-settings.ts';

defineConnection({
  key: 'mail',
  title: '邮件',
  sandbox: 'mail',
  settings_url: '/settings/mail',
  test: async () => {
    const server = await mailServer();
    if (!server) return { state: 'off', words: '未配置。用户收不到密码重置邮件和备案进度邮件' };
    return verifyMail(server);
  },
});

/** Connects, says hello, and signs in where a password is set. */
async function verifyMail(server: MailServer): Promise<{ state: 'ok' | 'failed'; words: string }> {
  const transport = await transportTo(server).catch((error: unknown) => wordsFor(error));
  if (typeof transport === 'string') return { state: 'failed', words: transport };
  try {
    const call = { system: 'mail', action: 'verify', target: targetOf(server) };
    await recordedCall(call, async () => {
      // The server's own words may repeat the user name.
      await transport.verify().catch((error: unknown) => {
        throw new Error(wordsFor(error));
      });
    });
  } catch (error) {
    return { state: 'failed', words: error instanceof Error ? error.message : '连接失败' };
  } finally {
    transport.close();
  }
  return { state: 'ok', words: server.sandbox ? '正在使用演练环境' : `已连接 ${server.host}` };
}

defineConnection({
  key: 'sms',
  title: '短信',
  sandbox: 'sms',
  settings_url: '/settings/sms',
  test: async () => {
    const service = await smsService();
    if (!service) return { state: 'off', words: '未配置。短信提醒不会发送，不影响备案' };
    // Asks for a list of one: it sends nothing and costs nothing, but needs a right signature.
    const params = { PageIndex: '1', PageSize: '1' };
    const { Code } = await callAliyun(service, 'QuerySmsTemplateList', params);
    // These come after the signature was found right: the key may send, only not list.
    const isSigned = Code === 'OK' || /^InvalidAction|NoPermission|Forbidden\.RAM/.test(Code);
    if (!isSigned) return { state: 'failed', words: smsWords(Code) };
    return { state: 'ok', words: service.sandbox ? '正在使用演练环境' : '签名通过，服务可用' };
  },
});

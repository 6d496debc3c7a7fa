import type { Trust } from '../../platform/call-out.ts';
import { db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { readSetting } from '../../platform/settings.ts';
import { reactionTo } from '../exchange/msg-codes.ts';
import type { ProfileDocument } from '../profile/document.ts';
import { profileOf } from '../profile/profiles.ts';
import { callsTo, REPORTING } from '../soap/calls.ts';
import { forgetService, soapService } from '../soap/soap.ts';
import type { BureauRow } from '../tables.ts';
import { accountOf, bureauNamed } from './bureaus.ts';
import { exchangeSetting } from './settings.ts';

export interface BureauCheck {
  ok: boolean;
  checks: { name: string; ok: boolean; words: string }[];
}

/** Tries a bureau for real: its WSDLs, their methods, and a log-in by asking for the newest file. Sends nothing. */
export async function checkBureau(name: string): Promise<BureauCheck> {
  const bureau = must(await bureauNamed(db, name), '管局');
  const profile = await profileOf(db, bureau);
  const { calls } = profile.wire;
  const reporting = REPORTING.map((name) => calls[name].method);
  const trust = { isSandbox: Boolean(bureau.is_sandbox) };
  const checks = [
    await checkWsdl('上报接口', bureau.upload_wsdl, { wanted: reporting, trust }),
    ...(bureau.query_wsdl
      ? [await checkWsdl('查询接口', bureau.query_wsdl, { wanted: [calls.status.method], trust })]
      : []),
    ...(bureau.verify_wsdl
      ? [
          await checkWsdl('密码验证接口', bureau.verify_wsdl, {
            wanted: [calls.filing_password.method],
            trust,
          }),
        ]
      : []),
  ];
  if (checks[0]?.ok) checks.push(await checkLogin(bureau, profile));
  return { ok: checks.every(({ ok }) => ok), checks };
}

async function checkWsdl(
  name: string,
  wsdl: string,
  { wanted, trust }: { wanted: readonly string[]; trust: Trust },
) {
  try {
    forgetService(wsdl);
    const { methods } = await soapService(wsdl, 0, trust);
    const missing = wanted.filter((method) => !methods.has(method));
    if (missing.length > 0)
      return { name, ok: false, words: `WSDL 中缺少方法 ${missing.join('、')}` };
    return { name, ok: true, words: `WSDL 可读，方法齐全（${wanted.length} 个）` };
  } catch (error) {
    return { name, ok: false, words: error instanceof Error ? error.message : '连接失败' };
  }
}

async function checkLogin(bureau: BureauRow, profile: ProfileDocument) {
  const name = '登录';
  try {
    const pace = await readSetting(exchangeSetting);
    const calls = callsTo({ bureau, account: accountOf(bureau), profile, pace });
    const answer = await calls.previousUpload();
    if (![0, 1, 2, 3].includes(answer.msg_code)) {
      const reaction = reactionTo(profile, answer);
      const words = 'words' in reaction ? reaction.words : answer.msg;
      return { name, ok: false, words: `管局返回代码 ${answer.msg_code}：${words}` };
    }
    return { name, ok: true, words: sequenceWords(bureau, answer.sequence ?? 0) };
  } catch (error) {
    return { name, ok: false, words: error instanceof Error ? error.message : '连接失败' };
  }
}

function sequenceWords({ next_sequence }: BureauRow, theirs: number): string {
  const found = `登录成功，管局已收到的最新序号为 ${theirs}`;
  if (next_sequence === null || next_sequence === theirs + 1) return found;
  return `${found}；本系统下一个序号为 ${next_sequence}，将按序号规则自动核对`;
}

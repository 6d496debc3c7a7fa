import type { CodeReason } from './types.ts';

export type CodePair = readonly [code: string, official: string];

/** What to do, by how the official text ends. */
const FIXES: readonly (readonly [RegExp, string])[] = [
  [/不能为空/, '请补填这一项后重新报备'],
  [/已(经)?报备/, '无需重复报备，请核对已报备的记录'],
  [/首先报备/, '请先报备来源信息，再重新报备'],
  [/只能操作|只能到/, '请核对这条记录属于谁、应向哪里报备'],
  [/不存在|没有此/, '请核对管局库中的记录，必要时同步管局数据'],
  [/冲突|不能相同|大于|早于|超过/, '请核对两边的数据，改正后重新报备'],
  [/其他错误/, '请查看管局的说明，必要时联系管局'],
];

/** Reasons for codes that concern the provider's own reports (`what`), in plain words made from the official text. */
export function operatorCodes(texts: readonly CodePair[], what: string): CodeReason[] {
  return texts.map(([code, official]) => {
    const good = /操作成功/.test(official);
    const said = official
      .replace(/^报备信息中的/, '')
      .replace(/\s*，请核[实查]后再次(报备|提交)$/, '');
    const message = good || /其他错误/.test(official) ? `${what}：${said.replace(what, '')}` : said;
    const fix = FIXES.find(([put]) => put.test(official))?.[1] ?? '请改正这一项后重新报备';
    const suggestion = good ? '无需处理' : `这是${what}的问题：${fix}`;
    return {
      code,
      official,
      paths: [''],
      message,
      suggestion,
      who: 'operator',
      ...(good && { good }),
    };
  });
}

import { rule } from './types.ts';

export const consents = rule({
  code: 'consent',
  severity: 'reject',
  message: '请先阅读并勾选',
  suggestion: '勾选后才能提交',
  broken: ({ consents: { sensitive, truth } }) => [
    ...(sensitive
      ? []
      : [{ path: 'consents.sensitive', message: '请勾选同意处理备案所需的个人敏感信息' }]),
    ...(truth ? [] : [{ path: 'consents.truth', message: '请勾选承诺所填资料真实有效' }]),
  ],
});

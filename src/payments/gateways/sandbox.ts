import { epayV1 } from './epay-v1.ts';

/** The rehearsal gateway: the wire of 易支付 V1, set up by itself while the sandbox runs. */
export const sandbox: typeof epayV1 = {
  ...epayV1,
  name: 'sandbox',
  title: '演练支付',
  note: '演练环境启用后自动可用，不收真钱',
  label: '演练支付',
  methods: [{ value: 'alipay', label: '演练收银台', is_default: true }],
};

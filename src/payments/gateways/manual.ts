import { z } from 'zod';
import { setting, text } from './fields.ts';
import type { Gateway } from './gateway.ts';

const Settings = z.object({
  instructions: setting(text(1000), {
    label: '付款说明',
    rows: 6,
    hint: '买家会看到这段话和付款单号，例如收款账号、要写的附言',
  }),
});

/** Money that comes some other way: an operator confirms it. */
export const manual: Gateway<z.output<typeof Settings>> = {
  name: 'manual',
  title: '人工确认',
  note: '银行转账、当面付款等，由运营人员确认到账后照常发货',
  label: '转账付款',
  settings: Settings,
  methods: [],
  start: async ({ settings }) => ({ way: { kind: 'page', text: settings.instructions } }),
};

import { z } from 'zod';
import type { Gateway } from './gateway.ts';

/** A customer's balance: the order takes it in its own transaction, so that nobody is sent anywhere. */
export const balance: Gateway<Record<string, never>> = {
  name: 'balance',
  title: '余额',
  note: '登录的客户用账户余额支付，立即发货',
  label: '余额支付',
  settings: z.object({}),
  methods: [],
  start: async () => {
    throw new Error('a balance is debited with the order');
  },
};

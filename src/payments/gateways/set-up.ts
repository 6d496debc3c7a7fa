import { z } from 'zod';
import { centsOf } from '../../platform/money.ts';
import { defineSetting, readSetting, type Setting } from '../../platform/settings.ts';
import { callerFor } from './call-gateway.ts';
import type { At, Gateway, Settings } from './gateway.ts';
import { GATEWAYS, gatewayNamed } from './index.ts';
import { sandboxSettings } from './sandbox-settings.ts';

const amount = z
  .string()
  .trim()
  .refine((text) => text === '' || centsOf(text) !== undefined, '请填写金额，如 0.01')
  .default('');

/** What every gateway has beside its own settings; amounts in yuan as typed, '' for no limit. */
export const Common = z.object({
  is_enabled: z.boolean().default(false),
  label: z.string().trim().max(20, '不超过 20 个字').default(''),
  position: z.coerce.number('请填写数字').int().min(0).max(999).default(100),
  methods: z.array(z.string()).max(20).default([]),
  least: amount,
  most: amount,
});
export type Common = z.output<typeof Common>;

const Stored = Common.extend({
  own: z.record(z.string(), z.unknown()).default({}),
  /** It stands on this machine: set by the button that takes the sandbox's own file, never by a form. */
  is_sandbox: z.boolean().default(false),
}).prefault({});
export type Stored = z.output<typeof Stored>;

const stored = new Map<string, Setting<typeof Stored>>(
  GATEWAYS.map(({ name, title }) => [
    name,
    defineSetting({
      key: `payments.${name}`,
      title: `支付：${title}`,
      secret: true,
      schema: Stored,
    }),
  ]),
);

export function settingOf(name: string): Setting<typeof Stored> {
  const setting = stored.get(name);
  if (!setting) throw new Error(`there is no gateway ${name}`);
  return setting;
}

/** A gateway whose settings are complete, ready to be called. */
export interface Ready {
  gateway: Gateway;
  common: Common;
  at: At<Settings>;
}

/** The gateway as it is set up, whether or not buyers may choose it: late money and refunds still need it. */
export async function readyGateway(name: string): Promise<Ready | undefined> {
  const gateway = gatewayNamed(name);
  if (!gateway) return undefined;
  const found = name === 'sandbox' ? sandboxSettings() : await readSetting(settingOf(name));
  if (!found) return undefined;
  const own = gateway.settings.safeParse(found.own);
  if (!own.success) return undefined;
  const call = callerFor(name, { isSandbox: found.is_sandbox });
  return { gateway, common: found, at: { settings: own.data, call } };
}

/** Those that buyers may choose, in the operator's order. */
export async function openGateways(): Promise<Ready[]> {
  const all = await Promise.all(GATEWAYS.map(({ name }) => readyGateway(name)));
  return all
    .filter((ready) => ready !== undefined)
    .filter(({ common }) => common.is_enabled)
    .sort((a, b) => a.common.position - b.common.position);
}

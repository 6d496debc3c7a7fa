import { onSandbox } from '../../platform/sandboxes.ts';
import { ownFromSandbox } from './sandbox-own.ts';
import type { Stored } from './set-up.ts';

/** Everything that the running sandbox says of itself, protocol by protocol; undefined while none runs. */
let file: Record<string, unknown> | undefined;

onSandbox('pay', async (addresses) => {
  const page = addresses?.split(' ').find((address) => address.startsWith('http'));
  file = page ? await gatewayFile(page) : undefined;
});

/** Its file, as the desk of the sandbox offers it. */
export async function gatewayFile(page: string): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL('/_control/gateway-file', page));
  const told: unknown = await answer.json();
  if (typeof told !== 'object' || told === null) throw new Error('the sandbox told nothing');
  return Object.fromEntries(Object.entries(told));
}

/** For tests: as if the supervisor had told of a sandbox. */
export function useGatewayFile(told: Record<string, unknown> | undefined): void {
  file = told;
}

export function sandboxFile(): Record<string, unknown> | undefined {
  return file;
}

/** The settings of the rehearsal gateway; undefined while no sandbox runs. */
export function sandboxSettings(): Stored | undefined {
  const own = ownFromSandbox('epay_v1', file);
  if (!own) return undefined;
  return {
    is_enabled: true,
    is_sandbox: true,
    label: '',
    position: 999,
    methods: ['alipay'],
    least: '',
    most: '',
    own,
  };
}

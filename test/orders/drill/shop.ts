import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../../../src/platform/db.ts';
import type { Stage } from './stage.ts';

/** An order as a panel asks for it. */
export interface Asked {
  variant_no: string;
  quantity?: number;
  gateway: 'balance' | 'epay_v1';
  coupon?: string;
}

/** What came of it: the last word that its caller had. */
export interface Told {
  asked: Asked;
  status: number;
  order_no: string | null;
  words: string;
}

export interface Shop {
  db: Db;
  buyers: { user_id: number; key: string }[];
  /** Asks until there is an answer, always with the same Idempotency-Key: as a careful panel does. */
  order(buyer: { key: string }, asked: Asked): Promise<Told>;
}

export const FULL_CENTS = 100_000_000;

/** People with a key and money, and the gateways set up for the sandbox. */
export async function openShop(stage: Stage, buyers: number): Promise<Shop> {
  const { db } = await import('../../../src/platform/db.ts');
  const { createUser } = await import('../../../src/accounts/index.ts');
  const { SYSTEM } = await import('../../../src/audit/index.ts');
  const { newToken, publicNo, tokenDigest } = await import('../../../src/platform/ids.ts');
  await openGateway(db, stage);
  const people = [];
  for (let n = 0; n < buyers; n++) {
    const person = {
      name: `买家${n}`,
      email: `buyer${n}@example.com`,
      roles: ['customer'] as const,
    };
    const { id: user_id } = await db.transaction((trx) =>
      createUser(trx, { ...person, roles: [...person.roles] }, SYSTEM),
    );
    const key = `bk_${newToken()}`;
    await db('api_clients').insert({
      ...{ client_no: publicNo('JK'), name: '面板', user_id, key_digest: tokenDigest(key) },
      ...{ key_end: key.slice(-4), permissions_json: '["shop.buy"]', created_at: new Date() },
    });
    await db('balances').insert({ user_id, cents: FULL_CENTS });
    people.push({ user_id, key });
  }
  return { db, buyers: people, order: (buyer, asked) => order(stage, buyer, asked) };
}

async function openGateway(db: Db, stage: Stage): Promise<void> {
  const { settingOf } = await import('../../../src/payments/gateways/set-up.ts');
  const { writeSetting } = await import('../../../src/platform/settings.ts');
  const { orderingSetting } = await import('../../../src/orders/settings.ts');
  const file = (await stage.pay('gateway-file')) as Record<string, Record<string, string>>;
  const { gateway: address, pid, key } = file['epay_v1'] ?? {};
  const own = { address, pid, key, entry: 'mapi', asks: true };
  const common = { is_enabled: true, is_sandbox: true, methods: ['alipay'] };
  await writeSetting(db, settingOf('epay_v1'), { ...common, own });
  await writeSetting(db, settingOf('balance'), { is_enabled: true, own: {} });
  const many = {
    open_per_program: 100_000,
    open_per_buyer: 100_000,
    open_per_device: 100_000,
    open_per_source: 100_000,
  };
  await writeSetting(db, orderingSetting, { hold_minutes: 10, ...many });
}

const TRIES = 400;

async function order(stage: Stage, { key }: { key: string }, asked: Asked): Promise<Told> {
  const idempotency = randomUUID();
  const first = randomInt(stage.urls.length);
  for (let attempt = 0; ; attempt++) {
    const url = stage.urls[(first + attempt) % stage.urls.length] ?? '';
    const answer = await once(url, key, idempotency, asked);
    // 429 and 5xx say "again"; all else is the shop's last word.
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    if (attempt >= TRIES) throw new Error(`no answer: ${answer?.status} ${answer?.words}`);
    await pause(50 + attempt);
  }
}

async function once(url: string, key: string, idempotency: string, asked: Asked) {
  const method = asked.gateway === 'epay_v1' ? { method: 'alipay' } : {};
  try {
    const answer = await fetch(`${url}/api/v1/orders`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...{ 'idempotency-key': idempotency, accept: 'application/json' },
      },
      body: JSON.stringify({ quantity: 1, ...asked, ...method }),
      signal: AbortSignal.timeout(15_000),
    });
    const body = (await answer.json()) as { order_no?: string; error?: { message: string } };
    const words = body.error?.message ?? '';
    return { asked, status: answer.status, order_no: body.order_no ?? null, words };
  } catch {
    return undefined; // cut off: nobody knows, so it is asked again
  }
}

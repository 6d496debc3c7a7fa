import { after } from 'node:test';
import { ownEnvironment } from '../harness.ts';
import { getJson, postJson, type Running, startSandbox, until } from '../sandbox/process.ts';
import { aFiling } from './filings.ts';
import { schemaOptions, uploadFaults } from './schemas.ts';

/** A database of its own for one test file, without a web server; dropped at the end. */
export async function startDatabase() {
  const { name, folder, drop } = await ownEnvironment();
  const { db } = await import('../../src/platform/db.ts');
  await db.migrate.latest();
  after(async () => {
    const { exchangeBureau } = await import('../../src/bureau/jobs.ts');
    await exchangeBureau.close();
    const { closeRedis } = await import('../../src/platform/redis.ts');
    closeRedis();
    await db.destroy();
    await drop();
  });
  return { db, folder, name };
}

export interface BureauState {
  uploads: { sequence: number; hash: string; n: number; status: string; codes: number[] }[];
  downloads: { name: string; kind: string; acked_at: number; deliveries: number }[];
  requests: { id: string; status: string }[];
}

/** A sandbox bureau that is imported under the name `zj`, with handles to make it misbehave. */
export async function startBureau(options: string[] = [], name = 'zj') {
  const running = await startSandbox('bureau', [...schemaOptions, ...options]);
  await importFrom(running, name);
  return { ...handles(running), name, running };
}

export async function importFrom({ url }: Running, name: string, change: object = {}) {
  const { importBureau } = await import('../../src/bureau/index.ts');
  const { SYSTEM } = await import('../../src/audit/index.ts');
  const { db } = await import('../../src/platform/db.ts');
  const file = await getJson<object>(`${url}/_control/bureau-file`);
  await importBureau(db, { ...file, name, ...change }, SYSTEM);
}

export function handles({ url }: { url: string }) {
  const control = (what: string, body: object) => postJson(`${url}/_control/${what}`, body);
  return {
    url,
    control,
    fault: (kind: string, method: string, more: object = {}) =>
      control('fault', { kind, method, ...more }),
    state: () => getJson<BureauState>(`${url}/_control/state`),
    calls: async (method: string) =>
      (
        await getJson<{ calls: { method: string; msg_code?: number }[] }>(
          `${url}/_control/calls?method=${method}`,
        )
      ).calls,
    /** Every file that the bureau took, checked against the official schema. */
    faultyUploads: async () => {
      const faults: string[] = [];
      for (const { sequence } of await getJson<{ sequence: number }[]>(`${url}/_control/uploads`)) {
        const answer = await fetch(`${url}/_control/uploads/${sequence}`);
        if (answer.ok) faults.push(uploadFaults(Buffer.from(await answer.arrayBuffer())));
      }
      return faults.filter((fault) => fault !== '');
    },
  };
}

/** Puts a valid filing in line for a bureau, as filings does. */
export async function queue(bureau: string, subject: string, n: number): Promise<void> {
  const { queueRecord } = await import('../../src/bureau/index.ts');
  const { inTransaction } = await import('../../src/platform/db.ts');
  await inTransaction(async (trx) => {
    const { id } = await trx('bureaus')
      .where({ name: bureau })
      .first()
      .then((row) => row ?? { id: 0 });
    await queueRecord(trx, () => {}, {
      bureau_id: id,
      subject,
      kind: 'initial',
      filing: aFiling(n),
    });
  });
}

export { until };

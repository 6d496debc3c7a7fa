import { createHmac } from 'node:crypto';
import type { Db } from '../../platform/db.ts';
import { newToken } from '../../platform/ids.ts';
import { seal, unseal } from '../../platform/seal.ts';
import type { EndpointRow } from './tables.ts';

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 by the secret over `t.body`, so that neither can be changed, nor sent again much later. */
export function signatureOf(secret: string, body: string, at: Date): string {
  const t = Math.floor(at.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')}`;
}

const place = (endpoint_no: string) => `panel_endpoints.secret:${endpoint_no}`;

/** A new secret and how it is stored; people see it once. */
export function newSecret(endpoint_no: string): { secret: string; secret_sealed: string } {
  const secret = `whsec_${newToken()}`;
  return { secret, secret_sealed: seal(secret, place(endpoint_no)) };
}

export function secretOf(row: Pick<EndpointRow, 'endpoint_no' | 'secret_sealed'>): string {
  return unseal(row.secret_sealed, place(row.endpoint_no));
}

/** The endpoint of this number, unless it was removed. */
export function endpointNumbered(db: Db, endpoint_no: string): Promise<EndpointRow | undefined> {
  return db('panel_endpoints').where({ endpoint_no }).whereNull('removed_at').first();
}

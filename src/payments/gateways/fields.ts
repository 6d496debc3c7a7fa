import { z } from 'zod';
import { centsOf } from '../../platform/money.ts';
import { refusal } from './gateway.ts';

export interface FieldMeta {
  label: string;
  hint?: string;
  /** Sealed, never shown again; an empty field keeps it. */
  secret?: boolean;
  rows?: number;
  kind?: 'text' | 'url' | 'check' | 'select';
  options?: readonly { value: string; label: string }[];
}

/** A setting of a gateway with what the form says of it. */
export function setting<S extends z.ZodType>(schema: S, meta: FieldMeta): S {
  return schema.meta({ ...meta });
}

export const text = (most: number) =>
  z.string().trim().min(1, '请填写').max(most, `不超过 ${most} 个字`);

export const address = z
  .url({ protocol: /^https?$/, message: '请填写完整地址，如 https://pay.example.cn' })
  .max(300, '太长了')
  .transform((url) => url.replace(/\/+$/, ''));

/** Fields of the query and of a posted form together; one that comes twice is not believed. */
export function fieldsOf(callback: { query: string; body: Buffer }): Record<string, string> {
  const fields: Record<string, string> = Object.create(null);
  for (const text of [callback.query, callback.body.toString()])
    for (const [name, value] of new URLSearchParams(text)) {
      if (name in fields) throw refusal('unreadable');
      fields[name] = value;
    }
  return fields;
}

/** '28.8', '28.80' and '28.8000' -> 2880 cents; anything more exact is no amount of ours. */
export function exactCents(amount: string): number | undefined {
  return centsOf(amount.replace(/(\.\d\d)0+$/, '$1'));
}

/** The amount a callback names, or a refusal. */
export function heardCents(amount: string | undefined): number {
  const cents = exactCents(amount ?? '');
  if (cents === undefined) throw refusal('unreadable');
  return cents;
}

/** The amount a gateway answers when it is asked; one that cannot be read is nobody's, so that nothing is credited. */
export function toldCents(amount: string): number {
  return exactCents(amount) ?? -1;
}

/** Byte by byte, as gateways sort. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** 'a=1&b=2': fields with a value but the named ones, sorted by bytes, values as they are. */
export function joined(fields: Record<string, string>, ...without: string[]): string {
  return Object.keys(fields)
    .filter((name) => fields[name] !== '' && !without.includes(name))
    .sort(byBytes)
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
}

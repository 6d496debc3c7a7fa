import type { FieldErrors } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import type { FieldMeta } from '../gateways/fields.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { Common, type Stored } from '../gateways/set-up.ts';

// The form of a gateway is drawn from the schema of its settings; its own fields are named "own.pid", "own.key" …

interface Own {
  key: string;
  meta: FieldMeta;
  is_required: boolean;
}

function ownFields(gateway: Gateway): Own[] {
  return Object.entries(gateway.settings.shape).map(([key, schema]) => ({
    key,
    // Written by `setting` beside each of them.
    meta: schema.meta() as unknown as FieldMeta,
    is_required: !schema.safeParse(undefined).success,
  }));
}

/** A control of the page, as `partials/field` or `partials/check` takes it. */
export function controlsOf(gateway: Gateway, values: Record<string, unknown>, fields: FieldErrors) {
  return ownFields(gateway).map(({ key, meta, is_required }) => {
    const name = `own.${key}`;
    const value = values[key] ?? defaultOf(gateway, key);
    const error = fields[name] ?? null;
    if (meta.kind === 'check')
      return {
        check: { name, label: meta.label, checked: value === true, note: meta.hint ?? null, error },
      };
    const has = meta.secret && value !== '' && value !== undefined;
    return {
      field: {
        ...{ name, label: meta.label, error, autocomplete: 'off' },
        value: meta.secret ? '' : String(value ?? ''),
        type: meta.options ? 'select' : meta.rows ? 'textarea' : meta.secret ? 'password' : 'text',
        ...(meta.options ? { options: meta.options } : {}),
        ...(meta.rows ? { rows: meta.rows } : {}),
        required: is_required && !has,
        hint: has ? '已设置，不修改请留空' : (meta.hint ?? null),
      },
    };
  });
}

function defaultOf(gateway: Gateway, key: string): unknown {
  const parsed = gateway.settings.shape[key]?.safeParse(undefined);
  return parsed?.success ? parsed.data : '';
}

const originOf = (address: unknown) =>
  URL.canParse(String(address)) ? new URL(String(address)).origin : '';

/** Whether calls go to another server than before: keys that somebody else has typed are not sent there. */
const isMoved = (own: Record<string, unknown>, stored: Record<string, unknown>) =>
  originOf(stored['address']) !== '' && originOf(own['address']) !== originOf(stored['address']);

/** What was typed: an empty secret keeps the one that is stored; a tick that is not sent is off. */
function ownTyped(
  gateway: Gateway,
  body: Record<string, unknown>,
  stored: Record<string, unknown>,
) {
  const typed: Record<string, unknown> = {};
  for (const { key, meta } of ownFields(gateway)) {
    const value = body[`own.${key}`];
    if (meta.kind === 'check') typed[key] = value !== undefined;
    else if (meta.secret && (value === undefined || value === '')) typed[key] = stored[key];
    else typed[key] = value ?? '';
  }
  return typed;
}

/** What stands on the form; kept as it was typed when it is shown again. */
function commonTyped(body: Record<string, unknown>) {
  const text = (name: string) => String(body[name] ?? '');
  return {
    is_enabled: body['is_enabled'] !== undefined,
    methods: [body['methods'] ?? []].flat().map(String),
    ...{ label: text('label'), least: text('least'), most: text('most') },
    position: text('position'),
  };
}

/** The settings as typed, with what is wrong with them by the names of the form. */
export function readGateway(
  gateway: Gateway,
  body: Record<string, unknown>,
  stored: Stored,
): { value: Stored; fields: FieldErrors } {
  const own = ownTyped(gateway, body, stored.own);
  const typed = commonTyped(body);
  const common = readOr(Common, typed);
  const parsed = readOr(gateway.settings, own);
  const known = gateway.methods.map(({ value }) => value);
  const value: Stored = {
    ...(common.ok ? common.data : { ...typed, position: Number(typed.position) }),
    own: parsed.ok ? parsed.data : own,
    is_sandbox: stored.is_sandbox && own['address'] === stored.own['address'],
  };
  value.methods = value.methods.filter((method) => known.includes(method));
  const fields: FieldErrors = common.ok ? {} : common.fields;
  if (!parsed.ok)
    for (const [key, words] of Object.entries(parsed.fields)) fields[`own.${key}`] = words;
  if (isMoved(own, stored.own))
    for (const { key, meta } of ownFields(gateway))
      if (meta.secret && !body[`own.${key}`])
        fields[`own.${key}`] = '接口地址换了服务器，请重新填写，以免密钥发到别处';
  if (value.is_enabled && known.length > 0 && value.methods.length === 0)
    fields['methods'] = '请至少选一种';
  return { value, fields };
}

/** For the record of a change: which fields differ from before, and those of one line that are no secret as they are now. */
export function ownTold(
  gateway: Gateway,
  own: Record<string, unknown>,
  before: Record<string, unknown>,
): Record<string, unknown> {
  const all = ownFields(gateway);
  const shown = all.filter(({ meta }) => !meta.secret && !meta.rows);
  return {
    ...Object.fromEntries(shown.map(({ key }) => [key, shortened(own[key])])),
    changed: all.flatMap(({ key }) => (own[key] === before[key] ? [] : [key])),
  };
}

/** Long numbers by their ends: a merchant's is told apart by them, and none looks like a person's. */
const shortened = (value: unknown): string =>
  String(value ?? '').replace(/\d{11,}/g, (digits) => `${digits.slice(0, 4)}…${digits.slice(-4)}`);

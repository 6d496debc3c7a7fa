/** A place in our data: the part that is looked at, its path for messages, its key for numbers. */
export interface Where {
  record: unknown;
  data: unknown;
  path: string;
  /** As `path`, but items of lists are named by what they are, not by their index. */
  key: string;
}

/** The part of our data a path leads to: `@` stays, `$.` begins at the record. */
export function within(where: Where, path: string): Where {
  if (path === '@') return where;
  const steps = path
    .replace(/^\$\.?/, '')
    .split('.')
    .filter(Boolean);
  const start = path.startsWith('$') ? startOf(where.record) : where;
  return steps.reduce(stepInto, start);
}

export function startOf(record: unknown): Where {
  return { record, data: record, path: '', key: '' };
}

/** An item of a list; `key` are the fields that tell it from its neighbours. */
export function itemOf(list: Where, item: unknown, index: number, key: readonly string[]): Where {
  const here = { record: list.record, data: item, path: `${list.path}.${index}`, key: '' };
  const names = key.map((field) => asText(within(here, field).data));
  return { ...here, key: `${list.key}.${names.length > 0 ? names.join('-') : index}` };
}

/** A value as text; nothing for what is not there, and for what is no single value. */
export function asText(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value).trim() : '';
}

function stepInto(at: Where, step: string): Where {
  return {
    record: at.record,
    data: memberOf(at.data, step),
    path: at.path ? `${at.path}.${step}` : step,
    key: at.key ? `${at.key}.${step}` : step,
  };
}

function memberOf(data: unknown, name: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, name)) return undefined;
  return Reflect.get(data, name);
}

const PAIR =
  /\s*("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*([,}])/y;

/**
 * A flat JSON object as texts: numbers as they are written, null as ''. Undefined for anything else, and for a name
 * that comes twice.
 */
export function flatJson(json: string): Record<string, string> | undefined {
  const start = /^\s*\{/.exec(json);
  if (!start) return undefined;
  const fields: Record<string, string> = Object.create(null);
  PAIR.lastIndex = start[0].length;
  for (;;) {
    const [, name = '', value = '', end] = PAIR.exec(json) ?? [];
    if (end === undefined) return undefined;
    const key = opened(name);
    if (key === undefined || key in fields) return undefined;
    const text = value.startsWith('"') ? opened(value) : value === 'null' ? '' : value;
    if (text === undefined) return undefined;
    fields[key] = text;
    if (end === '}') return json.slice(PAIR.lastIndex).trim() === '' ? fields : undefined;
  }
}

function opened(literal: string): string | undefined {
  try {
    const text: unknown = JSON.parse(literal);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** An element around text or numbers; nothing at all for an empty value: the schema refuses empty elements. */
export function leaf(name: string, value: string | number): string {
  if (value === '') return '';
  return `<${name}>${String(value).replace(/[&<>\r]/g, (c) => ESCAPES[c] ?? c)}</${name}>`;
}

/** An element around elements; nothing at all when there are none. */
export function group(name: string, ...inner: string[]): string {
  const content = inner.join('');
  return content === '' ? '' : `<${name}>${content}</${name}>`;
}

/** One element per value. */
export function leaves(name: string, values: readonly (string | number)[]): string {
  return values.map((value) => leaf(name, value)).join('');
}

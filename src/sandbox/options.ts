import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What every sandbox takes, with its default. */
const COMMON = { port: '0', host: '127.0.0.1', data: './data/sandbox' };

/**
 * Reads `--name value` pairs. Every option has a default, so the table is also the list of what
 * exists; a file DIR/NAME.json (the same names) stands between the defaults and the command line.
 * Ends the process with status 2 when an option is unknown.
 */
export function readOptions<T extends Record<string, string>>(
  name: string,
  argv: string[],
  defaults: T,
): Record<keyof T | keyof typeof COMMON, string> {
  const known: Record<string, string> = { ...COMMON, ...defaults };
  const given = parsed(name, argv, known);
  const data = given['data'] ?? join(COMMON.data, name);
  const merged: Record<string, string> = { ...known, ...fileIn(data, name), ...given, data };
  // Safe: `merged` starts from every key of the defaults and of COMMON.
  return merged as Record<keyof T | keyof typeof COMMON, string>;
}

function parsed(
  name: string,
  argv: string[],
  known: Record<string, string>,
): Record<string, string> {
  const options = Object.fromEntries(
    Object.keys(known).map((key) => [key, { type: 'string' as const }]),
  );
  try {
    const { values } = parseArgs({ args: argv, options, strict: true });
    return Object.fromEntries(
      Object.entries(values).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : [])),
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\nsandbox ${name}: --${Object.keys(known).join(' --')}\n`);
    process.exit(2);
  }
}

function fileIn(dir: string, name: string): Record<string, string> {
  const path = join(dir, `${name}.json`);
  if (!existsSync(path)) return {};
  const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Object.fromEntries(Object.entries(content ?? {}).map(([k, v]) => [k, String(v)]));
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';

// Translates all modules of the project once for the many processes of a test run (scripts/lib/packed.mjs).
const FOLDERS = ['src', 'seeds', 'migrations', 'test', 'scripts'];
const COMMON = {
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  sourcesContent: false,
  define: { 'import.meta': '__meta' },
  supported: { 'dynamic-import': false },
} as const;

interface Made {
  code: string;
  map: string;
  isAsync: boolean;
}

/** Writes the pack of the project at `root` into `folder`. */
export async function pack(root: string, folder: string): Promise<void> {
  const files = FOLDERS.flatMap((name) => sourcesIn(join(root, name)));
  const made = new Map<string, Made>();
  const waits: string[] = [];
  const translate = async (file: string) => {
    const one = await plain(file);
    if (one) made.set(file, one);
    else waits.push(file);
  };
  await Promise.all(files.map(translate));
  const asynchronous = withImporters(waits, made);
  for (const [file, one] of await waiting(asynchronous)) made.set(file, one);
  write(folder, made);
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((file) => file.endsWith('.ts'));
}

/** As a CommonJS module; nothing if it awaits something at its top, which such a module cannot. */
async function plain(file: string): Promise<Made | undefined> {
  const source = readFileSync(file, 'utf8');
  try {
    const options = { ...COMMON, sourcefile: file, sourcemap: 'external' } as const;
    const made = await transform(source, { ...options, loader: 'ts', format: 'cjs' });
    return { code: withImports(made.code), map: made.map, isAsync: false };
  } catch (error) {
    if (String(error).includes('Top-level await')) return undefined;
    // Only who needs the module fails by it.
    return {
      code: `throw new SyntaxError(${JSON.stringify(String(error))});`,
      map: '',
      isAsync: false,
    };
  }
}

/** `import('x')`, which esbuild writes as a require, waits for modules that await something. */
function withImports(code: string): string {
  const written =
    /Promise\.resolve\(\)\.then\(\(\) => (?:__toESM\()?(?:__)?require\(("[^"]+")\)(?:, 1)?\)?\)/g;
  return code.replace(written, '__import($1)').replace(PACKAGE, '__toESM(require($1), 1)');
}

/** The default export of a package written in CommonJS is all that it exports, as Node has it, whatever it says of itself. */
const PACKAGE = /__toESM\(require\(("[^."][^"]*")\)\)/g;

/** Who imports a module that awaits something awaits something himself. */
function withImporters(waits: string[], made: Map<string, Made>): string[] {
  const all = new Set(waits);
  for (const found of all)
    for (const [file, { code }] of made)
      if (!all.has(file) && importsOf(file, code).has(found)) all.add(file);
  return [...all];
}

function importsOf(file: string, code: string): Set<string> {
  const names = [...code.matchAll(/\brequire\("(\.[^"]+\.ts)"\)/g)];
  return new Set(names.map(([, name = '']) => join(dirname(file), name)));
}

const allOutside: Plugin = {
  name: 'all-outside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /.*/ }, ({ kind, path }) =>
      kind === 'entry-point' ? null : { path, external: true },
    ),
};

/** Modules as bodies of asynchronous functions. esbuild leaves import and export in a plain form, which we translate. */
async function waiting(files: string[]): Promise<[string, Made][]> {
  const made = await build({
    ...{ ...COMMON, entryPoints: files, outdir: '/', outbase: '/', write: false, bundle: true },
    ...{ format: 'esm', treeShaking: false, sourcemap: 'external', plugins: [allOutside] },
  });
  const texts = new Map(made.outputFiles.map(({ path, text }) => [path, text]));
  return files.map((file) => {
    const path = file.replace(/\.ts$/, '.js');
    const code = asBody(withImports(texts.get(path) ?? ''));
    return [file, { code, map: texts.get(`${path}.map`) ?? '', isAsync: true }];
  });
}

function asBody(code: string): string {
  const getters: string[] = ['__esModule: { value: true }'];
  const body = code
    .replace(/^import ([^"]*?) from ("[^"]+");$/gm, (_, names, path) => declared(names, path))
    .replace(/^import ("[^"]+");$/gm, 'await __import($1);')
    .replace(/^export \{([^}]*)\};$/gm, (_, names: string) => {
      for (const name of names.split(',')) getters.push(getter(name.trim()));
      return names.replace(/[^\n]/g, '');
    });
  return `"use strict"; Object.defineProperties(exports, { ${getters.join(', ')} }); ${body}`;
}

function getter(name: string): string {
  const [local = '', exported = local] = name.split(' as ');
  return `${exported}: { enumerable: true, get: () => ${local} }`;
}

/**
 * `a, { b as c }` from a path as the declaration of the same names, on as many lines. An exported `let` that changes
 * later keeps for this importer the value it had: the project has none.
 */
function declared(names: string, path: string): string {
  const [, first, , rest = ''] = /^(\w+)?(, )?(.*)$/s.exec(names.replace(/^\* as/, '*')) ?? [];
  const inner = rest.startsWith('{') ? rest.slice(1, -1).replaceAll(' as ', ': ') : '';
  const parts = [...(first ? [`default: ${first}`] : []), ...(inner ? [inner] : [])].join(', ');
  if (rest.startsWith('*')) return `const ${rest.slice(2)} = await __import(${path});`;
  return `const { ${parts} } = await __import(${path});`;
}

function write(folder: string, made: Map<string, Made>): void {
  const places: Record<string, [number, number, boolean]> = {};
  const parts: Buffer[] = [];
  let at = 0;
  for (const [file, { code, isAsync }] of made) {
    const part = Buffer.from(code);
    places[file] = [at, at + part.length, isAsync];
    parts.push(part);
    at += part.length;
  }
  const maps = Object.fromEntries([...made].map(([file, { map }]) => [file, map]));
  writeFileSync(join(folder, 'modules.js'), Buffer.concat(parts));
  writeFileSync(join(folder, 'modules.json'), JSON.stringify(places));
  writeFileSync(join(folder, 'maps.json'), JSON.stringify(maps));
}

import { readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

// Loaded by `--require` in each test process of a long run: takes the project's modules ready made from the pack that
// scripts/lib/pack.ts wrote, and V8's compiled code of all modules as a first process left it (TEST_PACK_KEEPS). Node
// would otherwise find, translate and compile two thousand files for each test file, which is 2 s of processor time.
const folder = process.env.TEST_PACK ?? '';
const keeps = process.env.TEST_PACK_KEEPS === 'true';
const texts = readFileSync(join(folder, 'modules.js'));
const files = JSON.parse(readFileSync(join(folder, 'modules.json'), 'utf8'));
const kept = keeps ? { codes: {}, found: {} } : JSON.parse(read('kept.json'));
const codes = keeps ? undefined : readFileSync(join(folder, 'kept.bin'));
const scripts = [];
/** What those modules export that still await something at their top. */
const pending = new WeakSet();
const PARAMETERS = 'exports, require, module, __filename, __dirname, __meta, __import';

function read(name) {
  return readFileSync(join(folder, name), 'utf8');
}

/** Runs the text as the body of the module, with the compiled code if there is some. */
function run(module, filename, text, extras = []) {
  const at = kept.codes[filename];
  const cachedData = codes && at ? codes.subarray(at[0], at[0] + at[1]) : undefined;
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new vm.Script(text, { filename, cachedData, importModuleDynamically });
  if (keeps) scripts.push([filename, script]);
  const require = requireOf(module);
  const all = [module.exports, require, module, filename, dirname(filename), ...extras];
  return script.runInThisContext().apply(module.exports, all);
}

function requireOf(module) {
  const require = (name) => {
    const exports = module.require(name);
    if (name.endsWith('.ts') && pending.has(exports))
      throw new Error(
        `${name} still awaits something: import it by 'await import' in ${module.filename}`,
      );
    return exports;
  };
  require.resolve = (name, options) => Module._resolveFilename(name, module, false, options);
  require.cache = Module._cache;
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  return require;
}

/** `import()` of a module of ours: what it exports, once it has run to its end. */
async function imported(module, name) {
  const whole = module.require(name);
  if (name.startsWith('.')) await Module._cache[Module._resolveFilename(name, module)]?.ready;
  if (whole.__esModule || whole[Symbol.toStringTag] === 'Module') return whole;
  return Object.create(whole, { default: { value: whole, enumerable: true } });
}

Module._extensions['.ts'] = (module, filename) => {
  const [start, end, isAsync] = files[filename] ?? [];
  const body = end ? texts.toString('utf8', start, end) : translated(filename);
  const url = pathToFileURL(filename).href;
  const resolve = (name) =>
    /^\.\.?\//.test(name) ? new URL(name, url).href : import.meta.resolve(name);
  const meta = { url, filename, dirname: dirname(filename), resolve };
  const text = `(${isAsync ? 'async ' : ''}function (${PARAMETERS}) {${body}\n})`;
  const { exports } = module;
  if (isAsync) pending.add(exports);
  module.ready = run(module, filename, text, [meta, (name) => imported(module, name)]);
  if (isAsync) module.ready.then(() => pending.delete(exports));
};

/** A file that was made after the pack, as somebody works on while the tests run. */
function translated(filename) {
  const { transformSync } = createRequire(import.meta.url)('esbuild');
  return transformSync(readFileSync(filename, 'utf8'), {
    ...{ loader: 'ts', format: 'cjs', platform: 'node', target: 'node20' },
    ...{ define: { 'import.meta': '__meta' }, supported: { 'dynamic-import': false } },
  }).code;
}

/** With this knex imports migrations, and node would not know what to do with TypeScript. */
const IMPORTS_MIGRATIONS = join('knex', 'lib', 'migrations', 'util', 'import-file.js');

const plain = Module._extensions['.js'];
Module._extensions['.js'] = (module, filename) => {
  if (filename.endsWith(IMPORTS_MIGRATIONS)) {
    module.exports = async (file) => module.require(file);
    return;
  }
  if (!kept.codes[filename] && !isCommonJs(filename)) return plain(module, filename);
  const text = readFileSync(filename, 'utf8').replace(/^#!.*/, '');
  run(module, filename, Module.wrap(text));
};

function isCommonJs(filename) {
  if (filename.endsWith('.mjs')) return false;
  for (let at = dirname(filename); at !== dirname(at); at = dirname(at)) {
    const type = typeIn(at);
    if (type !== undefined) return type !== 'module';
  }
  return true;
}

const types = new Map();
function typeIn(at) {
  if (!types.has(at)) types.set(at, readType(join(at, 'package.json')));
  return types.get(at);
}

function readType(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).type ?? 'commonjs';
  } catch {
    return undefined;
  }
}

const find = Module._resolveFilename;
Module._resolveFilename = (name, parent, isMain, options) => {
  if (options || !parent?.filename || name.startsWith('node:'))
    return find(name, parent, isMain, options);
  if (name.endsWith('.ts') && name.startsWith('.')) {
    const file = join(dirname(parent.filename), name);
    if (files[file]) return file;
  }
  const key = `${dirname(parent.filename)}\n${name}`;
  const known = kept.found[key];
  if (known) return known;
  const file = find(name, parent, isMain, options);
  if (keeps) kept.found[key] = file;
  return file;
};

/** Leaves the compiled code of everything this process has loaded to the processes that come after it. */
function keep() {
  const parts = [];
  let at = 0;
  for (const [filename, script] of scripts) {
    const code = script.createCachedData();
    kept.codes[filename] = [at, code.length];
    // V8 wants its data where a machine word may begin.
    const room = Buffer.alloc(Math.ceil(code.length / 8) * 8);
    code.copy(room);
    parts.push(room);
    at += room.length;
  }
  writeFileSync(join(folder, 'kept.bin'), Buffer.concat(parts));
  writeFileSync(join(folder, 'kept.json'), JSON.stringify(kept));
}
if (keeps) process.on('exit', keep);

/** Lines of the sources instead of those of the pack, in what a failed test shows. */
let maps;
function mapped(frame) {
  const file = frame.getFileName();
  if (!file || !files[file]) return frame.toString();
  maps ??= JSON.parse(read('maps.json'));
  if (typeof maps[file] === 'string') maps[file] = new Module.SourceMap(JSON.parse(maps[file]));
  const at = maps[file].findEntry(frame.getLineNumber() - 1, frame.getColumnNumber() - 1);
  const place = `${file}:${(at.originalLine ?? 0) + 1}:${(at.originalColumn ?? 0) + 1}`;
  return frame
    .toString()
    .replace(`${file}:${frame.getLineNumber()}:${frame.getColumnNumber()}`, place);
}
Error.prepareStackTrace = (error, frames) =>
  [Error.prototype.toString.call(error), ...frames.map((frame) => `    at ${mapped(frame)}`)].join(
    '\n',
  );

const runPlainly = Module.runMain;
Module.runMain = (main) => {
  // A process that a test starts is the product as it is: it gets no pack.
  process.execArgv = ['--import', import.meta.resolve('tsx')];
  const file = process.argv[1];
  if (!files[file]) return runPlainly(main);
  let isThrough = false;
  Module._load(file, null, true);
  const { ready } = Module._cache[file];
  ready?.then(() => {
    isThrough = true;
  });
  // As node does for a module that still waits for something when nothing can happen any more.
  process.on('exit', (code) => {
    if (ready && !isThrough && code === 0) process.exitCode = 13;
  });
};

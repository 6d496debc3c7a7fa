/**
 * The outside systems, each as a process of its own that speaks the real wire:
 * `node --import tsx src/sandbox/main.ts bureau --port 0 --data DIR`.
 * Nothing here is imported by the product, and nothing of the product is imported here.
 */
const names = ['bureau', 'mail', 'sms', 'pay'];
const [name = '', ...rest] = process.argv.slice(2);

if (!names.includes(name)) {
  process.stderr.write(`用法：sandbox ${names.join('|')} [--port N] [--data DIR] [选项]\n`);
  process.exit(2);
}
const { start } = await import(`./${name}/start.ts`);
await start(rest);

import { createServer } from 'node:http';

// Stands for the product: says what it was given, and does at /PATH what a test wants to see survived.
const heard: unknown[] = [];
process.on('message', (message) => heard.push(message));
process.on('SIGTERM', () => {
  if (process.env['FAKE_STUBBORN']) return;
  process.stderr.write('fake product drained\n');
  process.exit(0);
});

if (process.env['FAKE_FAULT']) throw new Error(`配置有误：${process.env['FAKE_FAULT']}`);
if (process.env['FAKE_REFUSAL']) {
  process.stderr.write(`${process.env['FAKE_REFUSAL']}\n`);
  process.exit(78);
}

const server = createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://localhost');
  if (url.pathname === '/crash') throw new Error('the fake product fell over');
  if (url.pathname === '/hang') for (;;);
  if (url.pathname === '/sandboxes') {
    process.send?.({ type: 'sandboxes', names: url.searchParams.getAll('name') });
  }
  const { DATABASE_URL, REDIS_URL, DATA_DIR } = process.env;
  res.end(JSON.stringify({ pid: process.pid, heard, DATABASE_URL, REDIS_URL, DATA_DIR }));
});
server.listen(Number(process.env['FAKE_PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write('a line of the product\n');
  process.stdout.write(`ready http://127.0.0.1:${port}\n`);
});

import { createServer } from 'node:http';

// Stands for a sandbox: NAME --port P --data DIR, and says where it is.
const port = process.argv[process.argv.indexOf('--port') + 1];
if (process.argv[2] === 'broken') throw new Error('the sandbox is broken');
const server = createServer((_req, res) => res.end(String(process.pid)));
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  const bound = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`ready http://127.0.0.1:${bound} smtp://127.0.0.1:1025\n`);
});

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** A small S3 server on loopback, a process of its own: PUT, GET, HEAD, DELETE, signatures checked (SigV4). */
const [bucket = 'pictures', id = 'AKID', secret = 'SECRET'] = process.argv.slice(2);
const objects = new Map<string, Buffer>();

const server = createServer(async (req, res): Promise<unknown> => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const path = new URL(req.url ?? '/', 'http://x').pathname;
  if (!isSigned(req, body))
    return res.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>');
  if (!path.startsWith(`/${bucket}`))
    return res.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
  const known = objects.get(path);
  if (req.method === 'PUT') objects.set(path, body);
  if (req.method === 'DELETE') objects.delete(path);
  if (req.method === 'GET') {
    return known ? res.end(known) : res.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  }
  return res.end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address)
    process.stdout.write(`ready http://127.0.0.1:${address.port}\n`);
});

function isSigned(req: IncomingMessage, body: Buffer): boolean {
  const match =
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(
      req.headers.authorization ?? '',
    );
  if (!match || match[1] !== id) return false;
  const [, , day = '', region = '', signed = '', signature] = match;
  const hash = String(req.headers['x-amz-content-sha256']);
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body)) return false;
  const url = new URL(req.url ?? '/', 'http://x');
  url.searchParams.sort();
  const headers = signed.split(';').map((name) => `${name}:${String(req.headers[name]).trim()}\n`);
  const canonical = [
    req.method,
    url.pathname,
    url.searchParams,
    headers.join(''),
    signed,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', req.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${secret}`),
  );
  return hmac(key, text).toString('hex') === signature;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

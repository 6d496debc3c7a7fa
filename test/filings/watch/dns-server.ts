import { createSocket, type RemoteInfo } from 'node:dgram';
import { after } from 'node:test';

const TYPES: Record<number, 'A' | 'CNAME' | 'AAAA'> = { 1: 'A', 5: 'CNAME', 28: 'AAAA' };
type Type = 'A' | 'CNAME' | 'AAAA';
/** What a name answers with; 'fail' is SERVFAIL, 'none' a name without such a record. Nothing: NXDOMAIN. */
export type Zone = Record<string, Partial<Record<Type, string[]>> | 'fail'>;

/** A small name server on loopback: answers from `zone`, which a test may change at any time. */
export async function startDns(zone: Zone = {}) {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  /** Called before each answer: lets a test change its mind between two questions. */
  const hooks = { before: (_name: string, _type: Type | undefined) => {} };
  socket.on('message', (message, from) => {
    const { name, type, end } = questionIn(message);
    asked.push(`${type} ${name}`);
    hooks.before(name, type);
    reply(message.subarray(0, end), zone[name], type, from);
  });
  function reply(
    question: Buffer,
    entry: Zone[string] | undefined,
    type: Type | undefined,
    from: RemoteInfo,
  ) {
    const head = Buffer.from(question);
    const code = entry === 'fail' ? 2 : entry === undefined ? 3 : 0;
    const records = typeof entry === 'object' && type ? (entry[type] ?? []) : [];
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(records.length, 6);
    head.writeUInt16BE(0, 8);
    head.writeUInt16BE(0, 10);
    socket.send(
      Buffer.concat([head, ...records.map((text) => recordOf(type, text))]),
      from.port,
      from.address,
    );
  }
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  after(() => socket.close());
  return { server: `127.0.0.1:${socket.address().port}`, zone, asked, hooks };
}

function questionIn(message: Buffer): { name: string; type: Type | undefined; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += length + 1;
  }
  const type = TYPES[message.readUInt16BE(at + 1)];
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function recordOf(type: Type | undefined, text: string): Buffer {
  const data = dataOf(type, text);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // the name that was asked
  head.writeUInt16BE(type === 'AAAA' ? 28 : type === 'CNAME' ? 5 : 1, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(type: Type | undefined, text: string): Buffer {
  if (type === 'A') return Buffer.from(text.split('.').map(Number));
  if (type === 'AAAA') return ipv6(text);
  const labels = text.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function ipv6(text: string): Buffer {
  const [left = '', right = ''] = text.split('::');
  const words = (part: string) =>
    part ? part.split(':').map((word) => Number.parseInt(word, 16)) : [];
  const [before, behind] = [words(left), words(right)];
  const all = text.includes('::')
    ? [...before, ...Array(8 - before.length - behind.length).fill(0), ...behind]
    : before;
  const bytes = Buffer.alloc(16);
  for (const [at, word] of all.entries()) bytes.writeUInt16BE(word, at * 2);
  return bytes;
}
